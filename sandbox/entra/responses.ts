import type { Directory } from "./directory.ts";
import { RESOURCE_APPS } from "./microsoftApps.ts";
import type { Application, GraphProperties, Password, PermissionGrant, ServicePrincipal } from "./models.ts";

const APPLICATION_DEFAULTS: GraphProperties = {
  description: null,
  disabledByMicrosoftStatus: null,
  groupMembershipClaims: null,
  identifierUris: [],
  isDeviceOnlyAuthSupported: null,
  isFallbackPublicClient: null,
  notes: null,
  optionalClaims: null,
  serviceManagementReference: null,
  signInAudience: "AzureADMyOrg",
  tags: [],
  api: { knownClientApplications: [], oauth2PermissionScopes: [], requestedAccessTokenVersion: null },
  info: { marketingUrl: null, privacyStatementUrl: null, supportUrl: null, termsOfServiceUrl: null, logoUrl: null },
  publicClient: { redirectUris: [] },
  requiredResourceAccess: [],
  spa: { redirectUris: [] },
};

const WEB_DEFAULTS: GraphProperties = {
  homePageUrl: null,
  logoutUrl: null,
  redirectUris: [],
  implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
};

/** An app registration in Graph's JSON, its secrets without their text. */
export function toGraphApplication(directory: Directory, application: Application): GraphProperties {
  const { properties } = application;
  return {
    ...APPLICATION_DEFAULTS,
    ...properties,
    id: application.id,
    appId: application.appId,
    createdDateTime: new Date(application.createdAt).toISOString(),
    publisherDomain: directory.domain,
    web: { ...WEB_DEFAULTS, ...(properties.web as GraphProperties | undefined) },
    passwordCredentials: [...application.passwords.values()].map((password) => toGraphPassword(password)),
  };
}

/** A client secret in Graph's JSON. Only the response that creates it has its text. */
export function toGraphPassword(password: Password, secretText: string | null = null): GraphProperties {
  const { keyId, displayName, startDateTime, endDateTime } = password;
  const hint = password.secretText.slice(0, 3);
  return { customKeyIdentifier: null, displayName, endDateTime, hint, keyId, secretText, startDateTime };
}

export function toGraphPrincipal(directory: Directory, principal: ServicePrincipal): GraphProperties {
  const application = directory.findByAppId(principal.appId);
  const resource = RESOURCE_APPS.find(({ appId }) => appId === principal.appId);
  const web = application?.properties.web as GraphProperties | undefined;
  return {
    accountEnabled: true,
    alternativeNames: [],
    appRoleAssignmentRequired: false,
    appRoles: Object.entries(resource?.roles ?? {}).map(([value, id]) => ({ id, value, isEnabled: true })),
    description: null,
    homepage: web?.homePageUrl ?? null,
    loginUrl: null,
    logoutUrl: web?.logoutUrl ?? null,
    notes: null,
    notificationEmailAddresses: [],
    preferredSingleSignOnMode: null,
    replyUrls: web?.redirectUris ?? [],
    signInAudience: application?.properties.signInAudience ?? "AzureADMyOrg",
    tags: [],
    ...principal.properties,
    id: principal.id,
    appId: principal.appId,
    appDisplayName: application?.properties.displayName ?? resource?.displayName,
    appOwnerOrganizationId: directory.tenantId,
    oauth2PermissionScopes: Object.entries(resource?.scopes ?? {}).map(([value, id]) => ({
      id,
      value,
      isEnabled: true,
    })),
    servicePrincipalNames: [principal.appId],
    servicePrincipalType: "Application",
  };
}

export function toGraphGrant(grant: PermissionGrant): GraphProperties {
  return { ...grant, consentType: grant.principalId === null ? "AllPrincipals" : "Principal" };
}
