const KINDS: Readonly<Record<string, string>> = {
  "azuread:index/application:Application": "app registration",
  "azuread:index/servicePrincipal:ServicePrincipal": "service principal",
  "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant": "consent",
  "azuread:index/applicationPassword:ApplicationPassword": "client secret",
  "gitpod:index:Rotation": "renewal schedule",
  "azure-native:keyvault:Secret": "Key Vault secret",
  "gitpod:index:AuthProvider": "integration",
};

export const APPLICATION = "azuread:index/application:Application";
export const CLIENT_SECRET = "azuread:index/applicationPassword:ApplicationPassword";
export const INTEGRATION = "gitpod:index:AuthProvider";
export const ROTATION = "gitpod:index:Rotation";

/** What people call a resource of this type; undefined for a type that this project does not use. */
export function kindOf(type: string): string | undefined {
  return Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
}

/** Where a resource of this type stands among others: in the order in which they are made. */
export function rankOf(type: string): number {
  const rank = Object.keys(KINDS).indexOf(type);
  return rank === -1 ? Number.MAX_SAFE_INTEGER : rank;
}
