import type { ApplicationArgs } from "@pulumi/azuread/application.js";
import type { Unwrap } from "@pulumi/pulumi";

/** Application id of Azure DevOps. */
export const AZURE_DEVOPS = "499b84ac-1321-427f-aa17-267ca6975798";
/** Application id of Microsoft Graph. */
export const MICROSOFT_GRAPH = "00000003-0000-0000-c000-000000000000";

interface Permission {
  /** Application id of the API that offers the permission. */
  readonly resourceAppId: string;
  /** Id of the delegated permission (OAuth 2.0 scope) at that API. */
  readonly scopeId: string;
}

/**
 * Delegated permissions by name. The ids are Microsoft's and the same in every tenant. They are constants because looking
 * them up needs Application.Read.All, which somebody who may only manage their own apps does not have.
 * Names: https://learn.microsoft.com/azure/devops/integrate/get-started/authentication/oauth#scopes and
 * https://learn.microsoft.com/graph/permissions-reference
 */
const PERMISSIONS = {
  "vso.code": { resourceAppId: AZURE_DEVOPS, scopeId: "b325850d-aa53-41ed-b77a-c5036b2f39fa" },
  "vso.code_write": { resourceAppId: AZURE_DEVOPS, scopeId: "028ffaf1-6f06-490a-979e-38011f92fb7c" },
  "vso.profile": { resourceAppId: AZURE_DEVOPS, scopeId: "4ee63f9b-9e65-476c-a487-9fea1e00c7ef" },
  user_impersonation: { resourceAppId: AZURE_DEVOPS, scopeId: "ee69721e-6c3a-468f-a9ec-302d16a4c599" },
  openid: { resourceAppId: MICROSOFT_GRAPH, scopeId: "37f7f235-527c-4136-accd-4a02d197296e" },
  offline_access: { resourceAppId: MICROSOFT_GRAPH, scopeId: "7427e0e9-2fba-42fe-b0c0-848c9e6a8182" },
  "User.Read": { resourceAppId: MICROSOFT_GRAPH, scopeId: "e1fe6dd8-ba31-4d61-89e7-88639da4683d" },
} as const satisfies Record<string, Permission>;

/** Name of a delegated permission that an app registration can ask for. */
export type PermissionName = keyof typeof PERMISSIONS;

/** Every known permission, in the order of an app registration's list. */
export const PERMISSION_NAMES = Object.keys(PERMISSIONS) as [PermissionName, ...PermissionName[]];

type RequiredResourceAccess = NonNullable<Unwrap<ApplicationArgs["requiredResourceAccesses"]>>[number];

/**
 * The "API permissions" of an app registration: the permissions grouped by API. The order of `names` does not matter, so
 * that sorting a list of settings shows no change.
 */
export function requiredResourceAccesses(names: readonly PermissionName[]): RequiredResourceAccess[] {
  const wanted = PERMISSION_NAMES.filter((name) => names.includes(name)).map((name): Permission => PERMISSIONS[name]);
  return [...Map.groupBy(wanted, (permission) => permission.resourceAppId)].map(([resourceAppId, permissions]) => ({
    resourceAppId,
    resourceAccesses: permissions.map(({ scopeId }) => ({ id: scopeId, type: "Scope" })),
  }));
}

/** Those of the permissions that an API offers, in the order of an app registration's list. */
export function permissionsOf(resourceAppId: string, names: readonly PermissionName[]): PermissionName[] {
  return PERMISSION_NAMES.filter((name) => names.includes(name) && PERMISSIONS[name].resourceAppId === resourceAppId);
}

/** What a platform needs of an app registration, and its name for people. */
export interface PermissionNeeds {
  readonly displayName: string;
  readonly requiredPermissions: readonly PermissionName[];
}

/** The permissions that a platform asks for at every sign-in and that `names` lacks. Entra refuses it then (AADSTS70011). */
export function missingPermissions(
  { requiredPermissions }: PermissionNeeds,
  names: readonly PermissionName[],
): PermissionName[] {
  return requiredPermissions.filter((name) => !names.includes(name));
}

/** What permissions lack, to follow "permissions"; undefined when nothing is missing. */
export function lackedPermissions(needs: PermissionNeeds, names: readonly PermissionName[]): string | undefined {
  const missing = missingPermissions(needs, names);
  return missing.length === 0 ? undefined : `lack ${missing.join(" and ")}, which ${needs.displayName} always asks for`;
}
