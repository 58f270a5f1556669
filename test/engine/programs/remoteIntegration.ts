import * as pulumi from "@pulumi/pulumi";
import { Rotation } from "../../../components/gitpod/index.ts";
import { register } from "../support/remote.ts";

/** An integration that the plugin constructs, with the inputs of the setting `test:inputs`. */
export default async function program() {
  const config = new pulumi.Config("test");
  const inputs = config.requireObject<Record<string, unknown>>("inputs");
  const unknown = config.get("unknown");
  const { generation } = new Rotation("other");
  register("remote", "azure-devops", { ...inputs, ...(unknown && { [unknown]: generation }) });
}
