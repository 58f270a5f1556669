import * as gitpod from "@gitpod-azure-devops/gitpod";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const clientSecret = config.requireSecret("clientSecret");
const integration = new gitpod.AuthProvider("integration", {
  organizationId: "11111111-2222-4333-8444-555555555555",
  authorizationUrl: "https://login.microsoftonline.com/66666666-7777-4888-8999-aaaaaaaaaaaa/oauth2/v2.0/authorize",
  tokenUrl: "https://login.microsoftonline.com/66666666-7777-4888-8999-aaaaaaaaaaaa/oauth2/v2.0/token",
  clientId: "bbbbbbbb-cccc-4ddd-8eee-ffffffffffff",
  clientSecret: clientSecret,
});
export const activationUrl = integration.activationUrl;
