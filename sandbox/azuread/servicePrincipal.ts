import { randomUUID } from "node:crypto";
import { z } from "zod";
import { ProviderError } from "../../provider/server/errors.ts";
import { defineResource, type Lifecycle, type OperationContext } from "../../provider/server/resource.ts";
import { type Fields, fromGraph, kinds, objectId, plainField, toGraph } from "./fields.ts";
import { afterCreation, type GraphClient, type GraphObject, GraphRefusal } from "./graphClient.ts";
import { ownerReference, readOwners, setOwners } from "./owners.ts";

const { text, flag, uuid, texts, unsupported } = kinds;

const inputs = z.object({
  clientId: uuid().meta({ replaces: true }),
  accountEnabled: flag().default(true),
  alternativeNames: texts().optional(),
  appRoleAssignmentRequired: flag().default(false),
  description: text().optional(),
  loginUrl: text().optional(),
  notes: text().optional(),
  notificationEmailAddresses: texts().optional(),
  owners: z.array(uuid(), "must be a list of object ids").optional(),
  preferredSingleSignOnMode: text().optional(),
  tags: texts().optional(),
  useExisting: flag().optional(),
  featureTags: unsupported(),
  features: unsupported(),
  samlSingleSignOn: unsupported(),
});

const outputs = z.object({
  appRoleIds: z.record(z.string(), z.string()),
  appRoles: z.array(z.unknown()),
  applicationTenantId: z.string(),
  displayName: z.string(),
  homepageUrl: z.string(),
  logoutUrl: z.string(),
  oauth2PermissionScopeIds: z.record(z.string(), z.string()),
  objectId: z.string(),
  redirectUris: z.array(z.string()),
  samlMetadataUrl: z.string(),
  servicePrincipalNames: z.array(z.string()),
  signInAudience: z.string(),
  type: z.string(),
});

type Inputs = z.output<typeof inputs>;
type Outputs = z.output<typeof outputs>;

const fields: Fields = {
  accountEnabled: plainField("accountEnabled", true),
  alternativeNames: plainField("alternativeNames", []),
  appRoleAssignmentRequired: plainField("appRoleAssignmentRequired", false),
  description: plainField("description"),
  loginUrl: plainField("loginUrl"),
  notes: plainField("notes"),
  notificationEmailAddresses: plainField("notificationEmailAddresses", []),
  preferredSingleSignOnMode: plainField("preferredSingleSignOnMode"),
  tags: plainField("tags", []),
};

export function toOutputs(live: GraphObject): Outputs {
  const scopes = (live.oauth2PermissionScopes ?? []) as { id: string; value: string }[];
  return {
    appRoleIds: {},
    appRoles: [],
    applicationTenantId: String(live.appOwnerOrganizationId ?? ""),
    displayName: String(live.displayName ?? ""),
    homepageUrl: String(live.homepage ?? ""),
    logoutUrl: String(live.logoutUrl ?? ""),
    oauth2PermissionScopeIds: Object.fromEntries(scopes.map(({ id, value }) => [value, id])),
    objectId: String(live.id),
    redirectUris: (live.replyUrls ?? []) as string[],
    samlMetadataUrl: "",
    servicePrincipalNames: (live.servicePrincipalNames ?? []) as string[],
    signInAudience: String(live.signInAudience ?? ""),
    type: String(live.servicePrincipalType ?? ""),
  };
}

function pathOf(id: string): string {
  const object = objectId("servicePrincipals", id);
  if (object === undefined) throw new ProviderError(`the id ${id} is not of the form /servicePrincipals/<object id>`);
  return `/servicePrincipals/${object}`;
}

export async function findByClientId(graph: GraphClient, clientId: string, context: OperationContext) {
  const filter = encodeURIComponent(`appId eq '${clientId}'`);
  const { value } = await graph.call("GET", `/servicePrincipals?$filter=${filter}`, context);
  return ((value ?? []) as GraphObject[])[0];
}

/** The service principal that the tenant has for the app already, as far as the program wants to use it. */
async function useExisting(
  graph: GraphClient,
  news: Inputs,
  context: OperationContext,
): Promise<GraphObject | undefined> {
  const existing = await findByClientId(graph, news.clientId, context);
  if (existing === undefined) return undefined;
  if (!news.useExisting) {
    throw new ProviderError(
      `the app ${news.clientId} has a service principal already (/servicePrincipals/${existing.id}): import it, or set useExisting`,
    );
  }
  await graph.call("PATCH", `/servicePrincipals/${existing.id}`, context, toGraph(fields, news));
  return existing;
}

function lifecycle(graph: GraphClient): Lifecycle<Inputs, Outputs> {
  return {
    async create(news, context) {
      const existing = await useExisting(graph, news, context);
      if (existing !== undefined) return { id: `/servicePrincipals/${existing.id}`, outputs: toOutputs(existing) };
      const owners = { "owners@odata.bind": (news.owners ?? []).map(ownerReference) };
      const marked = { ...news, description: `TERRAFORM_UPDATE_${randomUUID()}` };
      const body = { ...toGraph(fields, marked), appId: news.clientId, ...owners };
      const made = await graph.whenReplicated(() => graph.call("POST", "/servicePrincipals", context, body), context);
      const id = `/servicePrincipals/${made.id}`;
      // So the real provider learns that all of the directory knows the new object.
      const description = news.description ?? null;
      const describe = () => graph.call("PATCH", id, context, { description });
      await afterCreation(id, () => graph.whenReplicated(describe, context));
      return { id, outputs: toOutputs(made) };
    },
    async read(id, state, context) {
      const path = pathOf(id);
      const live = await graph.find(path, context);
      if (live === undefined) return undefined;
      const owners = await readOwners(graph, path, context);
      const all = { ...fields, owners: plainField("owners", []) };
      const known = { ...fromGraph(all, { ...live, owners }, state), clientId: String(live.appId) };
      return { inputs: inputs.parse(known), outputs: toOutputs(live) };
    },
    async update(id, old, news, context) {
      const path = pathOf(id);
      await graph.call("PATCH", path, context, toGraph(fields, news));
      if (news.owners !== undefined || old.owners !== undefined)
        await setOwners(graph, path, news.owners ?? [], context);
      return toOutputs(await graph.call("GET", path, context));
    },
    async delete(id, state, context) {
      try {
        await graph.remove(pathOf(id), context);
      } catch (error) {
        if (!(state.useExisting && error instanceof GraphRefusal)) throw error;
      }
    },
  };
}

/** `azuread.ServicePrincipal`, with the real resource's property names, checks and defaults. */
export const servicePrincipal = defineResource({
  token: "azuread:index/servicePrincipal:ServicePrincipal",
  description: "The service principal of an app in the tenant.",
  inputs,
  outputs,
  lifecycle,
});
