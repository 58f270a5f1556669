import * as pulumi from "@pulumi/pulumi";
import { ScmIntegration } from "../../../components/gitpod/index.ts";

/** The integration of a runner alone, with credentials from the stack's settings. */
export default async function program() {
  const config = new pulumi.Config("test");
  const integration = new ScmIntegration("integration", {
    runnerId: config.require("runnerId"),
    host: config.get("host"),
    clientId: config.require("clientId"),
    clientSecret: config.requireSecret("clientSecret"),
    issuerUrl: config.require("issuerUrl"),
    pat: config.getBoolean("pat"),
    adoptExisting: config.getBoolean("adoptExisting") ?? false,
    verifyCredentials: config.getBoolean("verifyCredentials") ?? true,
  });
  return { id: integration.id, verified: integration.verified };
}
