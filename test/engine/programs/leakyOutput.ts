import * as pulumi from "@pulumi/pulumi";
import project from "../../../index.ts";

/** The project's program with one more output, which shows the client secret. */
export default async function program() {
  const outputs = await project();
  return { ...outputs, login: pulumi.unsecret(pulumi.output(outputs.clientSecret)) };
}
