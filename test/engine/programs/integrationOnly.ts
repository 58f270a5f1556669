import * as pulumi from "@pulumi/pulumi";
import { AuthProvider } from "../../../components/gitpod/index.ts";

/** The integration alone, with credentials from the stack's settings. */
export default async function program() {
  const config = new pulumi.Config("test");
  const integration = new AuthProvider("integration", {
    organizationId: config.require("organizationId"),
    host: config.get("host") ?? "dev.azure.com",
    authorizationUrl: config.require("authorizationUrl"),
    tokenUrl: config.require("tokenUrl"),
    clientId: config.require("clientId"),
    clientSecret: config.requireSecret("clientSecret"),
    adoptExisting: config.getBoolean("adoptExisting") ?? false,
    verifyCredentials: config.getBoolean("verifyCredentials") ?? true,
  });
  return { id: integration.id, verified: integration.verified };
}
