/** Sign-in host of the public Azure cloud. */
export const PUBLIC_AUTHORITY_HOST = "https://login.microsoftonline.com";

/** OAuth 2.0 endpoints of an Entra tenant. */
export interface Endpoints {
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
}

/**
 * The v2.0 endpoints that the portal shows under "Endpoints" of an app registration, see
 * https://learn.microsoft.com/entra/identity-platform/v2-protocols#endpoints
 *
 * @param authorityHost sign-in host of the cloud with its scheme, such as `https://login.microsoftonline.us`
 * @param tenantId the directory (tenant) id
 */
export function oauthEndpoints(authorityHost: string, tenantId: string): Endpoints {
  const base = `${authorityHost}/${tenantId.toLowerCase()}/oauth2/v2.0`;
  return { authorizationUrl: `${base}/authorize`, tokenUrl: `${base}/token` };
}

/** Issuer of the tenant's ID tokens: https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc */
export function issuerUrl(authorityHost: string, tenantId: string): string {
  return `${authorityHost}/${tenantId.toLowerCase()}/v2.0`;
}

/**
 * The page on which an administrator consents for everybody in the tenant, see
 * https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
 *
 * @param clientId application (client) id of the app registration
 */
export function adminConsentUrl(authorityHost: string, tenantId: string, clientId: string): string {
  return `${authorityHost}/${tenantId.toLowerCase()}/adminconsent?client_id=${encodeURIComponent(clientId)}`;
}
