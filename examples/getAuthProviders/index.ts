import * as gitpod from "@gitpod-azure-devops/gitpod";

const existing = gitpod.getAuthProvidersOutput({
  organizationId: "11111111-2222-4333-8444-555555555555",
});
export const authProviders = existing.apply((existing) => existing.authProviders);
