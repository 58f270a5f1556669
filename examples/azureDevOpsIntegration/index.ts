import * as gitpod from "@gitpod-azure-devops/gitpod";

const azureDevOps = new gitpod.AzureDevOpsIntegration("azureDevOps", {
  organizationId: "11111111-2222-4333-8444-555555555555",
  tenantId: "66666666-7777-4888-8999-aaaaaaaaaaaa",
  redirectUri: "https://gitpod.example.com/auth/callback",
  rotation: {
    lifetimeDays: 180,
    rotateAfterDays: 150,
  },
});
export const activationUrl = azureDevOps.activationUrl;
