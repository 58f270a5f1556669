import * as gitpod from "@gitpod-azure-devops/gitpod";

const azureDevOps = new gitpod.OnaAzureDevOpsIntegration("azureDevOps", {
  runnerId: "11111111-2222-4333-8444-555555555555",
  tenantId: "66666666-7777-4888-8999-aaaaaaaaaaaa",
  rotation: {
    lifetimeDays: 180,
    rotateAfterDays: 150,
  },
});
export const connectUrl = azureDevOps.connectUrl;
