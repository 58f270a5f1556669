import { z } from "zod";
import type { Comparisons } from "./changes.ts";
import { kinds } from "./fields.ts";

const { text, flag, uuid, texts, unsupported } = kinds;

const redirectUri = text().refine(
  (uri) => URL.canParse(uri) && /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/])/i.test(uri),
  "must be a URI that starts with https:// (http:// for localhost only)",
);

const web = z.strictObject({
  homepageUrl: text().optional(),
  implicitGrant: z
    .strictObject({ accessTokenIssuanceEnabled: flag().optional(), idTokenIssuanceEnabled: flag().optional() })
    .optional(),
  logoutUrl: text().optional(),
  redirectUris: z.array(redirectUri, "must be a list of URIs").optional(),
});

const requiredResourceAccess = z.strictObject({
  resourceAppId: text(),
  resourceAccesses: z
    .array(z.strictObject({ id: uuid(), type: z.enum(["Role", "Scope"], "must be Role or Scope") }))
    .min(1, "must not be empty"),
});

const redirectUris = z.strictObject({ redirectUris: texts().optional() });
const audiences = [
  "AzureADMyOrg",
  "AzureADMultipleOrgs",
  "AzureADandPersonalMicrosoftAccount",
  "PersonalMicrosoftAccount",
];

export const inputs = z.object({
  displayName: text().min(1, "must not be empty"),
  description: text().max(1024, "must be at most 1024 characters long").optional(),
  deviceOnlyAuthEnabled: flag().optional(),
  fallbackPublicClientEnabled: flag().optional(),
  groupMembershipClaims: texts().optional(),
  identifierUris: texts().optional(),
  marketingUrl: text().optional(),
  notes: text().optional(),
  oauth2PostResponseRequired: flag().optional(),
  owners: z.array(uuid(), "must be a list of object ids").optional(),
  preventDuplicateNames: flag().default(false),
  privacyStatementUrl: text().optional(),
  publicClient: redirectUris.optional(),
  requiredResourceAccesses: z.array(requiredResourceAccess, "must be a list").optional(),
  serviceManagementReference: text().optional(),
  signInAudience: z.enum(audiences, `must be one of ${audiences.join(", ")}`).default("AzureADMyOrg"),
  singlePageApplication: redirectUris.optional(),
  supportUrl: text().optional(),
  tags: texts().optional(),
  termsOfServiceUrl: text().optional(),
  web: web.optional(),
  api: unsupported(),
  appRoles: unsupported(),
  featureTags: unsupported(),
  logoImage: unsupported(),
  optionalClaims: unsupported(),
  password: unsupported(),
  templateId: unsupported(),
});

export const outputs = z.object({
  appRoleIds: z.record(z.string(), z.string()),
  clientId: z.string(),
  disabledByMicrosoft: z.string(),
  logoUrl: z.string(),
  oauth2PermissionScopeIds: z.record(z.string(), z.string()),
  objectId: z.string(),
  publisherDomain: z.string(),
});

export type Inputs = z.output<typeof inputs>;
export type Outputs = z.output<typeof outputs>;
export type Web = z.output<typeof web>;
export type ResourceAccess = z.output<typeof requiredResourceAccess>;

const set = { set: true } as const;
const uris = { inside: { redirectUris: set } } as const;

/** Which properties Terraform treats as sets, and which keep their value when the program omits them. */
export const comparisons: Comparisons = {
  displayName: {},
  description: {},
  deviceOnlyAuthEnabled: {},
  fallbackPublicClientEnabled: {},
  groupMembershipClaims: set,
  identifierUris: set,
  marketingUrl: {},
  notes: {},
  oauth2PostResponseRequired: {},
  owners: set,
  preventDuplicateNames: {},
  privacyStatementUrl: {},
  publicClient: uris,
  requiredResourceAccesses: set,
  serviceManagementReference: {},
  signInAudience: {},
  singlePageApplication: uris,
  supportUrl: {},
  tags: { set: true, keptWhenUnset: true },
  termsOfServiceUrl: {},
  web: uris,
};
