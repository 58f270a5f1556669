/** Types of the resources that rules know, as the engine names them. */
export const APPLICATION = "azuread:index/application:Application";
export const PASSWORD = "azuread:index/applicationPassword:ApplicationPassword";
export const ROTATION = "gitpod:index:Rotation";
export const TENANT_CONSENT =
  "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant";
export const ROLE_ASSIGNMENT = "azuread:index/appRoleAssignment:AppRoleAssignment";

// Parts of an app that azuread can also manage one by one.
export const REGISTRATION = "azuread:index/applicationRegistration:ApplicationRegistration";
export const REDIRECT_URIS = "azuread:index/applicationRedirectUris:ApplicationRedirectUris";
export const API_ACCESS = "azuread:index/applicationApiAccess:ApplicationApiAccess";
export const FALLBACK = "azuread:index/applicationFallbackPublicClient:ApplicationFallbackPublicClient";

export const SERVICE_PRINCIPAL_PASSWORD = "azuread:index/servicePrincipalPassword:ServicePrincipalPassword";

/** Credentials of an app or its service principal beside {@link PASSWORD}, those to come too. */
export const OTHER_CREDENTIAL =
  /^azuread:index\/(application|servicePrincipal)\w*(Certificate|Credential|Password):(?!ApplicationPassword$)/;

/** Whatever azuread manages of an app or its service principal beside the two themselves, consent and credentials. */
export const PART =
  /^azuread:index\/(application|servicePrincipal)[A-Z]\w*:(?!ServicePrincipalDelegatedPermissionGrant$)(?!\w*(Certificate|Credential|Password)$)/;

/** The last part of a type, which programs write. */
export function kindOf(type: string): string {
  return type.split(":").at(-1) ?? type;
}
