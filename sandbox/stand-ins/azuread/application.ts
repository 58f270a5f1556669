import { randomUUID } from "node:crypto";
import { ProviderError } from "../../../provider-kit/errors.ts";
import {
  type BridgedPlan,
  defineResource,
  type Lifecycle,
  type OperationContext,
} from "../../../provider-kit/resource.ts";
import { UNKNOWN } from "../../../provider-kit/values.ts";
import { always, apart, whenChanged } from "./applicationFields.ts";
import { comparisons, type Inputs, inputs, type Outputs, outputs } from "./applicationSchema.ts";
import { changedNames, changesOf } from "./changes.ts";
import { fromGraph, objectId, toGraph, type Values, withKept } from "./fields.ts";
import { afterCreation, type GraphClient, type GraphObject } from "./graphClient.ts";
import { firstOwners, readOwners, setOwners, settleOwners } from "./owners.ts";

const TYPE = { "@odata.type": "#microsoft.graph.application" };
/** What the properties that the stand-in does not have are to Graph. */
const NEW_ONLY = { appRoles: [], optionalClaims: {} };
const API = { acceptMappedClaims: false, knownClientApplications: [], requestedAccessTokenVersion: 1 };

function pathOf(id: string): string {
  const object = objectId("applications", id);
  if (object === undefined) throw new ProviderError(`the id ${id} is not of the form /applications/<object id>`);
  return `/applications/${object}`;
}

async function refuseDuplicate(graph: GraphClient, name: string, own: string | undefined, context: OperationContext) {
  const others = await graph.list("applications", "displayName", name, context);
  const existing = others.find(({ id }) => own !== `/applications/${id}`);
  if (existing === undefined) return;
  throw new ProviderError(
    `an application named "${name}" exists already (/applications/${existing.id}), and preventDuplicateNames is set: import it, or choose another displayName`,
  );
}

/** With each plan that gives a name; only a creation is refused by what it finds, as with the real plugin. */
async function plan(graph: GraphClient, { state, news }: BridgedPlan, context: OperationContext): Promise<void> {
  const { displayName, preventDuplicateNames } = news;
  if (preventDuplicateNames !== true || displayName === UNKNOWN || displayName === state?.displayName) return;
  if (state === undefined) await refuseDuplicate(graph, String(displayName), undefined, context);
  else await graph.list("applications", "displayName", String(displayName), context);
}

/** Everything that is known of the application after an operation, as the state has it. */
async function readState(graph: GraphClient, path: string, state: Values, context: OperationContext) {
  const live = await graph.find(path, context);
  if (live === undefined) return undefined;
  const beta = await graph.call("GET", `${path}?$select=oauth2RequirePostResponse`, context, undefined, "beta");
  const whole = { ...live, ...beta, owners: await readOwners(graph, path, context) };
  const known = fromGraph({ ...always, ...whenChanged, ...apart }, comparisons, whole, state);
  return { live: { ...known, preventDuplicateNames: state.preventDuplicateNames === true }, outputs: toOutputs(live) };
}

async function stateAfter(graph: GraphClient, path: string, state: Values, context: OperationContext) {
  const found = await readState(graph, path, state, context);
  if (found === undefined) throw new ProviderError(`${path} is gone right after it was written`);
  return { ...found.live, ...found.outputs };
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

function lifecycle(graph: GraphClient): Lifecycle<Inputs, Outputs> {
  return {
    async create(news, context) {
      if (news.preventDuplicateNames) await refuseDuplicate(graph, news.displayName, undefined, context);
      const api = { api: { ...API, oauth2PermissionScopes: [] } };
      const properties = { ...TYPE, ...NEW_ONLY, ...api, ...toGraph({ ...always, ...whenChanged }, news) };
      const made = await graph.call("POST", "/applications", context, {
        ...properties,
        ...(await firstOwners(graph, news.owners, context)),
      });
      const id = `/applications/${made.id}`;
      const outputs = await afterCreation(id, async () => {
        await rename(graph, id, `TERRAFORM_UPDATE_${randomUUID()}`, context);
        await rename(graph, id, news.displayName, context);
        const { oauth2PostResponseRequired } = news;
        if (oauth2PostResponseRequired !== undefined)
          await setPostResponse(graph, id, oauth2PostResponseRequired, context);
        await settleOwners(graph, id, news.owners, context);
        return stateAfter(graph, id, news, context);
      });
      return { id, outputs };
    },
    async read(id, state, context) {
      const found = await readState(graph, pathOf(id), state ?? {}, context);
      if (found === undefined) return undefined;
      return { inputs: found.live, outputs: { ...found.live, ...found.outputs } };
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
  };
}

/** So the real plugin learns that all of the directory knows the new object. */
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
  lifecycle,
});
