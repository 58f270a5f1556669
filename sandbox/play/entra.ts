import { AZURE_DEVOPS } from "../entra/microsoftApps.ts";
import type { Application, GraphProperties } from "../entra/models.ts";
import type { Sandbox } from "../types.ts";

/** What an app registration lets people do. */
export interface RequiredResource {
  readonly resourceAppId: string;
  readonly resourceAccess: readonly { readonly id: string; readonly type: string }[];
}

const ELSEWHERE = "https://elsewhere.example.com/auth/callback";

export function forEachApplication({ entra }: Sandbox, work: (application: Application) => void): void {
  for (const application of [...entra.directory.applications.values()]) work(application);
}

export function forEachSecret(sandbox: Sandbox, work: (application: Application, keyId: string) => void): void {
  forEachApplication(sandbox, (application) => {
    for (const keyId of [...application.passwords.keys()]) work(application, keyId);
  });
}

export function removePrincipal({ entra: { directory } }: Sandbox, { appId }: Application): void {
  const principal = directory.findPrincipal(appId);
  if (principal !== undefined) directory.removePrincipal(principal.id);
}

/** Removes one of the app's permissions, as the portal does. */
export function removePermission(application: Application, resourceAppId: string, permissionId: string): void {
  const { requiredResourceAccess = [] } = application.properties as { requiredResourceAccess?: RequiredResource[] };
  const kept = requiredResourceAccess.map((each) =>
    each.resourceAppId === resourceAppId
      ? { ...each, resourceAccess: each.resourceAccess.filter(({ id }) => id !== permissionId) }
      : each,
  );
  const left = kept.filter(({ resourceAccess }) => resourceAccess.length > 0);
  application.properties = { ...application.properties, requiredResourceAccess: left };
}

export function removeWritePermission(application: Application): void {
  removePermission(application, AZURE_DEVOPS.appId, AZURE_DEVOPS.scopes["vso.code_write"] as string);
}

/** Changes settings of the platform Web, and keeps the others. */
export function changeWeb(application: Application, change: GraphProperties): void {
  const web = application.properties.web as GraphProperties | undefined;
  application.properties = { ...application.properties, web: { ...web, ...change } };
}

export function changeRedirectUris(application: Application): void {
  changeWeb(application, { redirectUris: [ELSEWHERE] });
}

/** Withdraws what people consented to; consents for the whole tenant stay. */
export function withdrawConsents({ entra: { directory } }: Sandbox): void {
  for (const { id, principalId } of [...directory.grants.values()])
    if (principalId !== null) directory.grants.delete(id);
}
