import { randomUUID } from "node:crypto";
import { z } from "zod";
import { ProviderError } from "../../../provider-kit/errors.ts";
import { defineFunction, defineResource, type OperationContext } from "../../../provider-kit/resource.ts";
import { type Comparisons, changedNames, changesOf } from "./changes.ts";
import {
  type Fields,
  flagField,
  fromGraph,
  kinds,
  listField,
  objectPath,
  textField,
  toGraph,
  type Values,
  withKept,
} from "./fields.ts";
import { afterCreation, type GraphClient, GraphError, type GraphObject } from "./graphClient.ts";
import { initialOwners, readOwners, setOwners, settleOwners } from "./owners.ts";

const { text, flag, uuid, texts, unsupported } = kinds;
const TYPE = { "@odata.type": "#microsoft.graph.servicePrincipal" };

const inputs = z.object({
  clientId: uuid().meta({ replaces: true }),
  accountEnabled: flag().default(true),
  alternativeNames: texts().optional(),
  appRoleAssignmentRequired: flag().optional(),
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

const set = { set: true } as const;

const comparisons: Comparisons = {
  clientId: { replaces: true },
  accountEnabled: {},
  alternativeNames: set,
  appRoleAssignmentRequired: {},
  description: {},
  loginUrl: {},
  notes: {},
  notificationEmailAddresses: set,
  owners: set,
  preferredSingleSignOnMode: {},
  tags: { set: true, keptWhenUnset: true },
  useExisting: {},
};

const fields: Fields = {
  accountEnabled: flagField("accountEnabled"),
  alternativeNames: listField("alternativeNames"),
  appRoleAssignmentRequired: flagField("appRoleAssignmentRequired"),
  description: textField("description"),
  loginUrl: textField("loginUrl"),
  notes: textField("notes"),
  notificationEmailAddresses: listField("notificationEmailAddresses"),
  preferredSingleSignOnMode: textField("preferredSingleSignOnMode"),
  tags: listField("tags"),
};

function toOutputs(live: GraphObject): Outputs {
  const scopes = (live.oauth2PermissionScopes ?? []) as { id: string; value: string }[];
  const names = (live.servicePrincipalNames ?? []) as string[];
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
    servicePrincipalNames: names.filter((name) => name !== live.appId),
    signInAudience: String(live.signInAudience ?? ""),
    type: String(live.servicePrincipalType ?? ""),
  };
}

const pathOf = (id: string) => objectPath("servicePrincipals", id);

async function readState(graph: GraphClient, path: string, state: Values, context: OperationContext) {
  const live = await graph.find(path, context);
  if (live === undefined) return undefined;
  await graph.call("GET", `${path}?$select=samlMetadataUrl`, context, undefined, "beta");
  const whole = { ...live, owners: await readOwners(graph, path, context) };
  const known = fromGraph({ ...fields, owners: listField("owners") }, comparisons, whole, state);
  const { useExisting } = state;
  const inputs = { ...known, clientId: String(live.appId), ...(useExisting === true ? { useExisting } : {}) };
  return { inputs, outputs: { ...inputs, ...toOutputs(live) } };
}

async function stateAfter(graph: GraphClient, path: string, state: Values, context: OperationContext) {
  const found = await readState(graph, path, state, context);
  if (found === undefined) throw new ProviderError(`${path} is gone right after it was written`);
  return found.outputs;
}

async function write(graph: GraphClient, path: string, news: Inputs, context: OperationContext): Promise<void> {
  const samlSingleSignOnSettings = { relayState: "" };
  await graph.call("PATCH", path, context, { ...TYPE, samlSingleSignOnSettings, ...toGraph(fields, news) });
}

/** Creates it with a temporary description, which the real plugin uses to wait until the directory knows it. */
async function createNew(graph: GraphClient, news: Inputs, context: OperationContext) {
  const marked = { ...news, description: `TERRAFORM_UPDATE_${randomUUID()}` };
  const owners = await initialOwners(graph, news.owners, context);
  const body = { ...TYPE, appId: news.clientId, samlSingleSignOnSettings: {}, ...toGraph(fields, marked), ...owners };
  const attempt = () => graph.call("POST", "/servicePrincipals", context, body);
  const created = await graph.whenReplicated(attempt, context, ({ code }) => code === "NoBackingApplicationObject");
  const id = `/servicePrincipals/${created.id}`;
  const outputs = await afterCreation(id, async () => {
    await graph.call("PATCH", id, context, { ...TYPE, description: news.description ?? null });
    await settleOwners(graph, id, news.owners, context);
    return stateAfter(graph, id, news, context);
  });
  return { id, outputs };
}

/** `azuread.ServicePrincipal`, with the real resource's property names, checks and defaults. */
export const servicePrincipal = defineResource({
  token: "azuread:index/servicePrincipal:ServicePrincipal",
  description: "The service principal of an app in the tenant.",
  inputs,
  outputs,
  bridged: { changes: (state, news) => changesOf(comparisons, state, news) },
  lifecycle: (graph: GraphClient) => ({
    async create(news, context) {
      const [existing] = await graph.list("servicePrincipals", "appId", news.clientId, context);
      if (existing === undefined) return createNew(graph, news, context);
      const id = `/servicePrincipals/${existing.id}`;
      if (!news.useExisting) {
        throw new ProviderError(
          `the app ${news.clientId} has a service principal already (${id}): import it, or set useExisting`,
        );
      }
      await write(graph, id, news, context);
      return { id, outputs: await stateAfter(graph, id, news, context) };
    },
    async read(id, state, context) {
      return readState(graph, pathOf(id), state ?? {}, context);
    },
    async update(id, old, news, context) {
      const path = pathOf(id);
      const changed = changedNames(comparisons, old, news);
      await write(graph, path, withKept(comparisons, news, old), context);
      if (changed.has("owners")) await setOwners(graph, path, news.owners, context);
      return stateAfter(graph, path, news, context);
    },
    async delete(id, state, context) {
      if (!state.useExisting) return graph.remove(pathOf(id), context);
      await graph.call("DELETE", pathOf(id), context).catch((error: unknown) => {
        if (!(error instanceof GraphError)) throw error;
      });
    },
  }),
});

/** `azuread.getServicePrincipal`, by client id only. */
export const getServicePrincipal = defineFunction({
  token: "azuread:index/getServicePrincipal:getServicePrincipal",
  description: "An existing service principal.",
  inputs: z.object({ clientId: uuid() }),
  outputs: z.looseObject({ id: z.string(), clientId: z.string() }),
  async run(graph: GraphClient, { clientId }, context) {
    const found = (await graph.list("servicePrincipals", "appId", clientId, context))[0];
    if (found === undefined) throw new ProviderError(`no service principal found for the client id ${clientId}`);
    const { appRoles: _, ...outputs } = toOutputs(found);
    return { ...outputs, id: `/servicePrincipals/${found.id}`, clientId };
  },
});
