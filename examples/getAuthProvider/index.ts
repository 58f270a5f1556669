import * as gitpod from "@gitpod-azure-devops/gitpod";

const existing = gitpod.getAuthProviderOutput({
  organizationId: "11111111-2222-4333-8444-555555555555",
  host: "dev.azure.com",
});
export const verified = existing.verified;
