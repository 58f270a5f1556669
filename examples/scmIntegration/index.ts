import * as gitpod from "@gitpod-azure-devops/gitpod";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const clientSecret = config.requireSecret("clientSecret");
const integration = new gitpod.ScmIntegration("integration", {
  runnerId: "11111111-2222-4333-8444-555555555555",
  issuerUrl: "https://login.microsoftonline.com/66666666-7777-4888-8999-aaaaaaaaaaaa/v2.0",
  clientId: "bbbbbbbb-cccc-4ddd-8eee-ffffffffffff",
  clientSecret: clientSecret,
});
export const connectUrl = integration.connectUrl;
