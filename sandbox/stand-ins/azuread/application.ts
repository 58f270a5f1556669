import { randomUUID } from "node:crypto";
import { ProviderError } from "../../../provider-kit/errors.ts";
import { type BridgedPlan, defineResource, type OperationContext } from "../../../provider-kit/resource.ts";
import { UNKNOWN } from "../../../provider-kit/values.ts";
import { always, readSeparately, whenChanged } from "./applicationFields.ts";
import { comparisons, type Inputs, inputs, type Outputs, outputs } from "./applicationSchema.ts";
import { changedNames, changesOf } from "./changes.ts";
import { fromGraph, objectPath, toGraph, type Values, withKept } from "./fields.ts";
import { afterCreation, type GraphClient, type GraphObject } from "./graphClient.ts";
import { initialOwners, readOwners, setOwners, settleOwners } from "./owners.ts";

const TYPE = { "@odata.type": "#microsoft.graph.application" };
/** What the real plugin sends for properties that the stand-in does not support. */
const NEW_ONLY = { appRoles: [], optionalClaims: {} };
const API = { acceptMappedClaims: false, knownClientApplications: [], requestedAccessTokenVersion: 1 };

const pathOf = (id: string) => objectPath("applications", id);

async function refuseDuplicate(graph: GraphClient, name: string, own: string | undefined, context: OperationContext) {
  const others = await graph.list("applications", "displayName", name, context);
  const existing = others.find(({ id }) => own !== `/applications/${id}`);
  if (existing === undefined) return;
  throw new ProviderError(
    `an application named "${name}" exists already (/applications/${existing.id}), and preventDuplicateNames is set: import it, or choose another displayName`,
  );
}

/** Looks for the name in each plan that sets one. Like the real plugin, refuses a duplicate only on creation. */
async function plan(graph: GraphClient, { state, news }: BridgedPlan, context: OperationContext): Promise<void> {
  const { displayName, preventDuplicateNames } = news;
  if (preventDuplicateNames !== true || displayName === UNKNOWN || displayName === state?.displayName) return;
  if (state === undefined) await refuseDuplicate(graph, String(displayName), undefined, context);
  else await graph.list("applications", "displayName", String(displayName), context);
}

async function readState(graph: GraphClient, path: string, state: Values, context: OperationContext) {
  const live = await graph.find(path, context);
  if (live === undefined) return undefined;
  const beta = await graph.call("GET", `${path}?$select=oauth2RequirePostResponse`, context, undefined, "beta");
  const whole = { ...live, ...beta, owners: await readOwners(graph, path, context) };
  const known = fromGraph({ ...always, ...whenChanged, ...readSeparately }, comparisons, whole, state);
  const inputs = { ...known, preventDuplicateNames: state.preventDuplicateNames === true };
  return { inputs, outputs: { ...inputs, ...toOutputs(live) } };
}

async function stateAfter(graph: GraphClient, path: string, state: Values, context: OperationContext) {
  const found = await readState(graph, path, state, context);
  if (found === undefined) throw new ProviderError(`${path} is gone right after it was written`);
  return found.outputs;
}

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

async function setPostResponse(graph: GraphClient, path: string, required: boolean, context: OperationContext) {
  await graph.call("PATCH", path, context, { ...TYPE, oauth2RequirePostResponse: required }, "beta");
}

async function create(graph: GraphClient, news: Inputs, context: OperationContext) {
  const { displayName, oauth2PostResponseRequired, owners, preventDuplicateNames } = news;
  if (preventDuplicateNames) await refuseDuplicate(graph, displayName, undefined, context);
  const api = { api: { ...API, oauth2PermissionScopes: [] } };
  const properties = { ...TYPE, ...NEW_ONLY, ...api, ...toGraph({ ...always, ...whenChanged }, news) };
  const body = { ...properties, ...(await initialOwners(graph, owners, context)) };
  const created = await graph.call("POST", "/applications", context, body);
  const id = `/applications/${created.id}`;
  const outputs = await afterCreation(id, async () => {
    await rename(graph, id, `TERRAFORM_UPDATE_${randomUUID()}`, context);
    await rename(graph, id, displayName, context);
    if (oauth2PostResponseRequired !== undefined) await setPostResponse(graph, id, oauth2PostResponseRequired, context);
    await settleOwners(graph, id, owners, context);
    return stateAfter(graph, id, news, context);
  });
  return { id, outputs };
}

/** Waits, as the real plugin does, until the whole directory knows the new object. */
async function rename(graph: GraphClient, path: string, displayName: string, context: OperationContext) {
  const attempt = () => graph.call("PATCH", path, context, { ...TYPE, displayName });
  await graph.whenReplicated(attempt, context, ({ status }) => status === 404 || status === 409);
}

/** `azuread.Application`, with the real resource's property names, checks and defaults. */
export const application = defineResource({
  token: "azuread:index/application:Application",
  description: "An app registration in Microsoft Entra ID.",
  inputs,
  outputs,
  bridged: { changes: (state, news) => changesOf(comparisons, state, news), plan },
  lifecycle: (graph: GraphClient) => ({
    async create(news, context) {
      return create(graph, news, context);
    },
    async read(id, state, context) {
      return readState(graph, pathOf(id), state ?? {}, context);
    },
    async update(id, old, news, context) {
      if (news.preventDuplicateNames) await refuseDuplicate(graph, news.displayName, id, context);
      const path = pathOf(id);
      const changed = changedNames(comparisons, old, news);
      const sometimes = Object.fromEntries(Object.entries(whenChanged).filter(([name]) => changed.has(name)));
      const properties = toGraph({ ...always, ...sometimes }, withKept(comparisons, news, old));
      await graph.call("PATCH", path, context, { ...TYPE, api: API, ...properties });
      if (changed.has("oauth2PostResponseRequired"))
        await setPostResponse(graph, path, news.oauth2PostResponseRequired ?? false, context);
      if (changed.has("owners")) await setOwners(graph, path, news.owners, context);
      return stateAfter(graph, path, news, context);
    },
    async delete(id, _state, context) {
      await graph.remove(pathOf(id), context);
    },
  }),
});
