import type { ResourceAccess, Web } from "./applicationSchema.ts";
import { type Field, type Fields, flagField, listField, textField } from "./fields.ts";
import type { GraphObject } from "./graphClient.ts";

/** A link inside Graph's `info`. */
function infoField(name: string): Field {
  return {
    write: (value) => ({ info: { [name]: value || null } }),
    read: (live) => (live.info as GraphObject | undefined)?.[name] ?? "",
  };
}

/** The redirect URIs of one platform. */
function redirectUrisField(graphName: string): Field {
  return {
    write: (value) => ({ [graphName]: { redirectUris: (value as Web | undefined)?.redirectUris ?? [] } }),
    read: (live) => ({ redirectUris: (live[graphName] as GraphObject | undefined)?.redirectUris ?? [] }),
  };
}

const web: Field = {
  write: (value) => {
    const { homepageUrl, implicitGrant, logoutUrl, redirectUris } = (value ?? {}) as Web;
    return {
      web: {
        homePageUrl: homepageUrl || null,
        logoutUrl: logoutUrl || null,
        redirectUris: redirectUris ?? [],
        implicitGrantSettings: {
          enableAccessTokenIssuance: implicitGrant?.accessTokenIssuanceEnabled ?? false,
          enableIdTokenIssuance: implicitGrant?.idTokenIssuanceEnabled ?? false,
        },
      },
    };
  },
  read: (live) => {
    const { homePageUrl, logoutUrl, redirectUris, implicitGrantSettings } = (live.web ?? {}) as GraphObject;
    const grant = (implicitGrantSettings ?? {}) as GraphObject;
    return {
      ...(homePageUrl ? { homepageUrl: homePageUrl } : {}),
      ...(logoutUrl ? { logoutUrl } : {}),
      redirectUris: redirectUris ?? [],
      implicitGrant: {
        accessTokenIssuanceEnabled: grant.enableAccessTokenIssuance ?? false,
        idTokenIssuanceEnabled: grant.enableIdTokenIssuance ?? false,
      },
    };
  },
};

const groupMembershipClaims: Field = {
  write: (value) => ({ groupMembershipClaims: (value as string[] | undefined)?.join(",") || null }),
  read: (live) => (live.groupMembershipClaims as string | null)?.split(",") ?? [],
};

/** Sent with every update. */
export const always: Fields = {
  displayName: textField("displayName"),
  description: textField("description"),
  deviceOnlyAuthEnabled: flagField("isDeviceOnlyAuthSupported"),
  fallbackPublicClientEnabled: flagField("isFallbackPublicClient"),
  groupMembershipClaims,
  marketingUrl: infoField("marketingUrl"),
  notes: textField("notes"),
  privacyStatementUrl: infoField("privacyStatementUrl"),
  publicClient: redirectUrisField("publicClient"),
  serviceManagementReference: textField("serviceManagementReference"),
  signInAudience: textField("signInAudience"),
  singlePageApplication: redirectUrisField("spa"),
  supportUrl: infoField("supportUrl"),
  tags: listField("tags"),
  termsOfServiceUrl: infoField("termsOfServiceUrl"),
  web,
};

/** Sent only when they changed. */
export const whenChanged: Fields = {
  identifierUris: listField("identifierUris"),
  requiredResourceAccesses: {
    write: (value) => ({
      requiredResourceAccess: ((value ?? []) as ResourceAccess[]).map((access) => ({
        resourceAppId: access.resourceAppId,
        resourceAccess: access.resourceAccesses,
      })),
    }),
    read: (live) =>
      ((live.requiredResourceAccess ?? []) as GraphObject[]).map(({ resourceAppId, resourceAccess }) => ({
        resourceAppId,
        resourceAccesses: resourceAccess,
      })),
  },
};

/** Read by separate calls. */
export const readSeparately: Fields = {
  oauth2PostResponseRequired: flagField("oauth2RequirePostResponse"),
  owners: listField("owners"),
};
