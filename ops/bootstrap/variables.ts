import type { Settings } from "./settings.ts";
import type { IdentityName } from "./trusts.ts";

type Values = Readonly<Record<string, string>>;

/** The variables to set in each CI system, by environment. Systems that are not used are left out. */
export function variables(
  settings: Settings,
  clientIds: Readonly<Record<IdentityName, string>>,
): Readonly<Record<string, Readonly<Record<string, Values>>>> {
  const tenant = { AZURE_TENANT_ID: settings.tenantId };
  const environments = {
    preview: { AZURE_CLIENT_ID: clientIds.preview },
    checks: { AZURE_CLIENT_ID: clientIds.preview },
    production: { AZURE_CLIENT_ID: clientIds.deployment },
  };
  const connection = (identity: IdentityName) => ({ clientId: clientIds[identity], tenantId: settings.tenantId });
  return {
    ...(settings.githubRepository !== undefined && { github: { repository: tenant, ...environments } }),
    ...(settings.gitlabProject !== undefined && { gitlab: { "*": tenant, ...environments } }),
    // Always included, because a service connection shows its subject only after it was created with the client id.
    azurePipelines: { "gitpod-preview": connection("preview"), "gitpod-production": connection("deployment") },
  };
}
