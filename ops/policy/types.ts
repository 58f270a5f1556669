/** The engine's names for the types of resources that rules check. */
export const APPLICATION = "azuread:index/application:Application";
export const PASSWORD = "azuread:index/applicationPassword:ApplicationPassword";
export const ROTATION = "gitpod:index:Rotation";
export const TENANT_CONSENT =
  "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant";
export const ROLE_ASSIGNMENT = "azuread:index/appRoleAssignment:AppRoleAssignment";

// Parts of an app that azuread can also manage separately.
export const REGISTRATION = "azuread:index/applicationRegistration:ApplicationRegistration";
export const REDIRECT_URIS = "azuread:index/applicationRedirectUris:ApplicationRedirectUris";
export const API_ACCESS = "azuread:index/applicationApiAccess:ApplicationApiAccess";
export const FALLBACK = "azuread:index/applicationFallbackPublicClient:ApplicationFallbackPublicClient";

export const SERVICE_PRINCIPAL_PASSWORD = "azuread:index/servicePrincipalPassword:ServicePrincipalPassword";

/** Credentials of an app or its service principal besides {@link PASSWORD}, including future ones. */
export const OTHER_CREDENTIAL =
  /^azuread:index\/(application|servicePrincipal)\w*(Certificate|Credential|Password):(?!ApplicationPassword$)/;

/** Other parts of an app or its service principal, except consent and credentials. */
export const PART =
  /^azuread:index\/(application|servicePrincipal)[A-Z]\w*:(?!ServicePrincipalDelegatedPermissionGrant$)(?!\w*(Certificate|Credential|Password)$)/;

/** The last part of a type, as programs write it. */
export function kindOf(type: string): string {
  return type.split(":").at(-1) ?? type;
}
