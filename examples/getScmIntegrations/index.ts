import * as gitpod from "@gitpod-azure-devops/gitpod";

const existing = gitpod.getScmIntegrationsOutput({
  runnerId: "11111111-2222-4333-8444-555555555555",
});
export const scmIntegrations = existing.apply((existing) => existing.scmIntegrations);
