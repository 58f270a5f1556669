import { z } from "zod";
import { ProviderError } from "../../../provider-kit/errors.ts";
import { defineResource } from "../../../provider-kit/resource.ts";
import { type Comparisons, changesOf } from "./changes.ts";
import { kinds, objectId } from "./fields.ts";
import type { CallContext, GraphClient, GraphObject } from "./graphClient.ts";

const { text, date, unsupported } = kinds;
const replaces = { replaces: true };

const inputs = z.object({
  applicationId: text()
    .refine((id) => objectId("applications", id) !== undefined, "must be of the form /applications/<object id>")
    .meta(replaces),
  displayName: text().optional().meta(replaces),
  endDate: date().optional().meta(replaces),
  rotateWhenChanged: z.record(z.string(), text(), "must be a map of strings").optional().meta(replaces),
  startDate: date().optional().meta(replaces),
  endDateRelative: unsupported(),
});

const outputs = z.object({ keyId: z.string(), value: z.string().meta({ secret: true }) });

const kept = { replaces: true, keptWhenUnset: true } as const;

/** Dates are compared as strings: the same time in another format counts as a change. */
const comparisons: Comparisons = {
  applicationId: { replaces: true },
  displayName: kept,
  endDate: kept,
  rotateWhenChanged: { replaces: true },
  startDate: kept,
};

const ID = /^([^/]+)\/password\/([^/]+)$/;

function parseId(id: string): { path: string; keyId: string } {
  const [, application, keyId] = ID.exec(id) ?? [];
  if (application === undefined || keyId === undefined) {
    throw new ProviderError(`the id ${id} is not of the form <object id>/password/<key id>`);
  }
  return { path: `/applications/${application}`, keyId };
}

async function find(graph: GraphClient, path: string, keyId: string, context: CallContext) {
  const application = await graph.find(path, context);
  const passwords = (application?.passwordCredentials ?? []) as GraphObject[];
  return passwords.find((each) => each.keyId === keyId);
}

function liveState({ displayName, endDateTime, startDateTime }: GraphObject) {
  return {
    ...(displayName ? { displayName: String(displayName) } : {}),
    endDate: String(endDateTime),
    startDate: String(startDateTime),
  };
}

/** `azuread.ApplicationPassword`, with the real resource's property names, checks and replacements. */
export const applicationPassword = defineResource({
  token: "azuread:index/applicationPassword:ApplicationPassword",
  description: "A client secret of an app registration.",
  inputs,
  outputs,
  bridged: { changes: (state, news) => changesOf(comparisons, state, news) },
  lifecycle: (graph: GraphClient) => ({
    async create({ applicationId, displayName, startDate, endDate }, context) {
      const application = objectId("applications", applicationId) as string;
      const path = `/applications/${application}`;
      await graph.call("GET", path, context);
      const passwordCredential = { displayName, startDateTime: startDate, endDateTime: endDate };
      const created = await graph.call("POST", `${path}/addPassword`, context, { passwordCredential });
      const keyId = String(created.keyId);
      // As in the real plugin, the secret is lost if this fails.
      const isListed = async () => (await find(graph, path, keyId, context)) !== undefined;
      await graph.untilSettled("the new secret to be listed", isListed, context);
      const live = await find(graph, path, keyId, context);
      const state = { ...liveState(live ?? created), keyId, value: String(created.secretText) };
      return { id: `${application}/password/${keyId}`, outputs: state };
    },
    async read(id, state, context) {
      if (state === undefined) throw new ProviderError("azuread.ApplicationPassword does not support import");
      const { path, keyId } = parseId(id);
      const password = await find(graph, path, keyId, context);
      if (password === undefined) return undefined;
      const inputs = { applicationId: path, ...liveState(password) };
      return { inputs, outputs: { ...inputs, keyId, value: state.value } };
    },
    async update() {
      throw new ProviderError("azuread.ApplicationPassword is replaced, never updated");
    },
    async delete(id, _state, context) {
      const { path, keyId } = parseId(id);
      await graph.call("POST", `${path}/removePassword`, context, { keyId });
      const isGone = async () => (await find(graph, path, keyId, context)) === undefined;
      await graph.untilSettled("the deletion of the secret", isGone, context);
    },
  }),
});
