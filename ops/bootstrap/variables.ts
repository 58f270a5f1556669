import type { Settings } from "./settings.ts";
import type { IdentityName } from "./trusts.ts";

type Values = Readonly<Record<string, string>>;

/** What to set in each CI system, by the place where it is set there. The systems that are not used are left out. */
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
    // Wanted before there is a subject: a service connection is made with the client id, and then shows its subject.
    azurePipelines: { "gitpod-preview": connection("preview"), "gitpod-production": connection("deployment") },
  };
}
