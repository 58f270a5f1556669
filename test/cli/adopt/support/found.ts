import type { Found } from "../../../../cli/adopt/find.ts";
import type { FoundIntegration } from "../../../../cli/adopt/platform.ts";
import { type PermissionName, requiredResourceAccesses } from "../../../../components/entra/permissions.ts";

export const TENANT = "11111111-1111-4111-8111-111111111111";
export const CLIENT = "22222222-2222-4222-8222-222222222222";
export const OWNER = "33333333-3333-4333-8333-333333333333";
const AUTHORITY = "https://login.microsoftonline.com";

type App = Found["application"];

/** An integration of Gitpod Classic, as the defaults of the program would make it. */
export function integration(changes: Partial<FoundIntegration> = {}): FoundIntegration {
  const base = `${AUTHORITY}/${TENANT}/oauth2/v2.0`;
  return {
    id: "44444444-4444-4444-8444-444444444444",
    host: "dev.azure.com",
    clientId: CLIENT,
    standing: "active",
    endpoints: { authorizationUrl: `${base}/authorize`, tokenUrl: `${base}/token` },
    tokenUrl: `${base}/token`,
    redirectUris: [],
    lookups: new Map(),
    ...changes,
  };
}

/** An app registration, as the defaults of the program for Gitpod Classic would make it. */
export function application(changes: Partial<App> = {}): App {
  return {
    id: "55555555-5555-4555-8555-555555555555",
    appId: CLIENT,
    displayName: "Gitpod",
    signInAudience: "AzureADMyOrg",
    isFallbackPublicClient: false,
    description: "",
    notes: "",
    serviceManagementReference: "",
    tags: [],
    identifierUris: [],
    appRoles: [],
    groupMembershipClaims: "",
    optionalClaims: null,
    api: null,
    info: null,
    spa: [],
    publicClient: [],
    web: {
      redirectUris: ["https://gitpod.example.com/auth/callback"],
      homePageUrl: "",
      logoutUrl: "",
      implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    },
    requiredResourceAccess: permissions(["vso.code_write", "vso.profile", "User.Read"]),
    ...changes,
  };
}

export function permissions(names: readonly PermissionName[]): App["requiredResourceAccess"] {
  return requiredResourceAccesses(names).map(({ resourceAppId, resourceAccesses }) => ({
    resourceAppId,
    resourceAccess: resourceAccesses,
  }));
}

export function found(changes: Partial<Found> = {}): Found {
  const principal = {
    id: "66666666-6666-4666-8666-666666666666",
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    description: "",
    notes: "",
    loginUrl: "",
    owners: [],
  };
  return {
    integration: integration(),
    application: application(),
    logins: [AUTHORITY],
    owners: [],
    principal,
    warnings: [],
    ...changes,
  };
}
