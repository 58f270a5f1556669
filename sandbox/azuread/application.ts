import { randomUUID } from "node:crypto";
import { z } from "zod";
import { ProviderError } from "../../provider/server/errors.ts";
import { defineResource, type Lifecycle, type OperationContext } from "../../provider/server/resource.ts";
import { type Field, type Fields, fromGraph, kinds, objectId, plainField, toGraph } from "./fields.ts";
import { afterCreation, type GraphClient, type GraphObject } from "./graphClient.ts";
import { ownerReference, readOwners, setOwners } from "./owners.ts";

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

const inputs = z.object({
  displayName: text().min(1, "must not be empty"),
  description: text().max(1024, "must be at most 1024 characters long").optional(),
  deviceOnlyAuthEnabled: flag().default(false),
  fallbackPublicClientEnabled: flag().default(false),
  groupMembershipClaims: texts().optional(),
  identifierUris: texts().optional(),
  marketingUrl: text().optional(),
  notes: text().optional(),
  oauth2PostResponseRequired: flag().default(false),
  owners: z.array(uuid(), "must be a list of object ids").optional(),
  preventDuplicateNames: flag().default(false),
  privacyStatementUrl: text().optional(),
  publicClient: redirectUris.optional(),
  requiredResourceAccesses: z.array(requiredResourceAccess, "must be a list").optional(),
  serviceManagementReference: text().optional(),
  signInAudience: z.enum(audiences, `must be one of ${audiences.join(", ")}`).default("AzureADMyOrg"),
  singlePageApplication: redirectUris.optional(),
  supportUrl: text().optional(),
  tags: texts().default([]),
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

const outputs = z.object({
  appRoleIds: z.record(z.string(), z.string()),
  clientId: z.string(),
  disabledByMicrosoft: z.string(),
  logoUrl: z.string(),
  oauth2PermissionScopeIds: z.record(z.string(), z.string()),
  objectId: z.string(),
  publisherDomain: z.string(),
});

type Inputs = z.output<typeof inputs>;
type Outputs = z.output<typeof outputs>;

/** A link that Graph keeps inside `info`. */
function infoField(name: string): Field {
  return {
    write: (value) => ({ info: { [name]: value ?? null } }),
    read: (live) => (live.info as GraphObject | undefined)?.[name] ?? null,
  };
}

const webField: Field = {
  write: (value) => {
    const { homepageUrl, implicitGrant, logoutUrl, redirectUris } = (value ?? {}) as z.output<typeof web>;
    return {
      web: {
        homePageUrl: homepageUrl ?? null,
        logoutUrl: logoutUrl ?? null,
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

const accessField: Field = {
  write: (value) => ({
    requiredResourceAccess: ((value ?? []) as z.output<typeof requiredResourceAccess>[]).map((access) => ({
      resourceAppId: access.resourceAppId,
      resourceAccess: access.resourceAccesses,
    })),
  }),
  read: (live) =>
    ((live.requiredResourceAccess ?? []) as GraphObject[]).map(({ resourceAppId, resourceAccess }) => ({
      resourceAppId,
      resourceAccesses: resourceAccess,
    })),
};

const claimsField: Field = {
  write: (value) => ({ groupMembershipClaims: (value as string[] | undefined)?.join(",") ?? null }),
  read: (live) => (live.groupMembershipClaims as string | null)?.split(",") ?? [],
};

const fields: Fields = {
  displayName: plainField("displayName"),
  description: plainField("description"),
  deviceOnlyAuthEnabled: plainField("isDeviceOnlyAuthSupported", false),
  fallbackPublicClientEnabled: plainField("isFallbackPublicClient", false),
  groupMembershipClaims: claimsField,
  identifierUris: plainField("identifierUris", []),
  marketingUrl: infoField("marketingUrl"),
  notes: plainField("notes"),
  oauth2PostResponseRequired: plainField("oauth2RequirePostResponse", false),
  privacyStatementUrl: infoField("privacyStatementUrl"),
  publicClient: plainField("publicClient", { redirectUris: [] }),
  requiredResourceAccesses: accessField,
  serviceManagementReference: plainField("serviceManagementReference"),
  signInAudience: plainField("signInAudience"),
  singlePageApplication: plainField("spa", { redirectUris: [] }),
  supportUrl: infoField("supportUrl"),
  tags: plainField("tags", []),
  termsOfServiceUrl: infoField("termsOfServiceUrl"),
  web: webField,
};

function toOutputs(live: GraphObject): Outputs {
  return {
    appRoleIds: {},
    clientId: String(live.appId),
    disabledByMicrosoft: "",
    logoUrl: "",
    oauth2PermissionScopeIds: {},
    objectId: String(live.id),
    publisherDomain: String(live.publisherDomain),
  };
}

function pathOf(id: string): string {
  const object = objectId("applications", id);
  if (object === undefined) throw new ProviderError(`the id ${id} is not of the form /applications/<object id>`);
  return `/applications/${object}`;
}

async function refuseDuplicate(graph: GraphClient, displayName: string, context: OperationContext): Promise<void> {
  const filter = encodeURIComponent(`displayName eq '${displayName.replaceAll("'", "''")}'`);
  const { value } = await graph.call("GET", `/applications?$filter=${filter}`, context);
  const [existing] = (value ?? []) as GraphObject[];
  if (existing === undefined) return;
  throw new ProviderError(
    `an application named "${displayName}" exists already (/applications/${existing.id}), and preventDuplicateNames is set: import it, or choose another displayName`,
  );
}

function lifecycle(graph: GraphClient): Lifecycle<Inputs, Outputs> {
  return {
    async create(news, context) {
      if (news.preventDuplicateNames) await refuseDuplicate(graph, news.displayName, context);
      const owners = { "owners@odata.bind": (news.owners ?? []).map(ownerReference) };
      const made = await graph.call("POST", "/applications", context, { ...toGraph(fields, news), ...owners });
      const id = `/applications/${made.id}`;
      // So the real provider learns that all of the directory knows the new object.
      const rename = (displayName: string) =>
        graph.whenReplicated(() => graph.call("PATCH", id, context, { displayName }), context);
      await afterCreation(id, async () => {
        await rename(`TERRAFORM_UPDATE_${randomUUID()}`);
        await rename(news.displayName);
      });
      return { id, outputs: toOutputs(made) };
    },
    async read(id, state, context) {
      const path = pathOf(id);
      const live = await graph.find(path, context);
      if (live === undefined) return undefined;
      const owners = await readOwners(graph, path, context);
      const known = fromGraph({ ...fields, owners: plainField("owners", []) }, { ...live, owners }, state);
      const preventDuplicateNames = state?.preventDuplicateNames ?? false;
      return { inputs: inputs.parse({ ...known, preventDuplicateNames }), outputs: toOutputs(live) };
    },
    async update(id, old, news, context) {
      if (news.preventDuplicateNames && news.displayName !== old.displayName) {
        await refuseDuplicate(graph, news.displayName, context);
      }
      const path = pathOf(id);
      await graph.call("PATCH", path, context, toGraph(fields, news));
      if (news.owners !== undefined || old.owners !== undefined)
        await setOwners(graph, path, news.owners ?? [], context);
      return toOutputs(await graph.call("GET", path, context));
    },
    async delete(id, _state, context) {
      await graph.remove(pathOf(id), context);
    },
  };
}

/** `azuread.Application`, with the real resource's property names, checks and defaults. */
export const application = defineResource({
  token: "azuread:index/application:Application",
  description: "An app registration in Microsoft Entra ID.",
  inputs,
  outputs,
  lifecycle,
});
