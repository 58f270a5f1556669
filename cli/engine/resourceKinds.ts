import { type KnownPlatform, PLATFORMS, ROTATION_TYPE } from "../../platforms/index.ts";
import type { Platform } from "../../platforms/platform.ts";

export const APPLICATION = "azuread:index/application:Application";
export const SERVICE_PRINCIPAL = "azuread:index/servicePrincipal:ServicePrincipal";
export const CLIENT_SECRET = "azuread:index/applicationPassword:ApplicationPassword";
export const CONSENT =
  "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant";
export const ROTATION = ROTATION_TYPE;

/** In the order in which a deployment creates them. */
const KINDS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    PLATFORMS.flatMap(({ lookup }: Platform) => (lookup ? [[lookup.type, lookup.displayName]] : [])),
  ),
  [APPLICATION]: "app registration",
  [SERVICE_PRINCIPAL]: "service principal",
  [CONSENT]: "consent",
  [CLIENT_SECRET]: "client secret",
  [ROTATION]: "renewal schedule",
  "azure-native:keyvault:Secret": "Key Vault secret",
  ...Object.fromEntries(PLATFORMS.map(({ integrationType }) => [integrationType, "integration"])),
};

/** The platform whose integrations have this type; undefined for every other type. */
export function platformOfType(type: string): KnownPlatform | undefined {
  return PLATFORMS.find(({ integrationType }) => integrationType === type);
}

/** The usual name for a resource of this type; undefined for a type that this project does not use. */
export function kindOf(type: string): string | undefined {
  return Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
}

/** Sorts resources by the order in which a deployment creates them; unknown types come last. */
export function rankOf(type: string): number {
  const rank = Object.keys(KINDS).indexOf(type);
  return rank === -1 ? Number.MAX_SAFE_INTEGER : rank;
}
