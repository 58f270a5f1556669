import { z } from "zod";
import { ProviderError } from "../../provider/server/errors.ts";
import { defineResource, type Lifecycle } from "../../provider/server/resource.ts";
import { kinds, objectId } from "./fields.ts";
import type { GraphClient, GraphObject } from "./graphClient.ts";

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

type Inputs = z.output<typeof inputs>;
type Outputs = z.output<typeof outputs>;

const ID = /^([^/]+)\/password\/([^/]+)$/;

function parseId(id: string): { application: string; keyId: string } {
  const [, application, keyId] = ID.exec(id) ?? [];
  if (application === undefined || keyId === undefined) {
    throw new ProviderError(`the id ${id} is not of the form <object id>/password/<key id>`);
  }
  return { application, keyId };
}

const sameInstant = (left: string, right: string) => Date.parse(left) === Date.parse(right);

/** The inputs as they are live; what was never set stays unset, and an equal date stays as it was written. */
function liveInputs(state: Inputs, live: GraphObject): Inputs {
  const dateOf = (known: string | undefined, value: unknown) =>
    known === undefined ? {} : { date: sameInstant(known, String(value)) ? known : String(value) };
  const { date: endDate } = dateOf(state.endDate, live.endDateTime);
  const { date: startDate } = dateOf(state.startDate, live.startDateTime);
  return {
    applicationId: state.applicationId,
    ...(state.displayName === undefined ? {} : { displayName: String(live.displayName ?? "") }),
    ...(endDate === undefined ? {} : { endDate }),
    ...(startDate === undefined ? {} : { startDate }),
    ...(state.rotateWhenChanged === undefined ? {} : { rotateWhenChanged: state.rotateWhenChanged }),
  };
}

function lifecycle(graph: GraphClient): Lifecycle<Inputs, Outputs> {
  return {
    async create({ applicationId, displayName, startDate, endDate }, context) {
      const application = objectId("applications", applicationId) as string;
      const passwordCredential = { displayName, startDateTime: startDate, endDateTime: endDate };
      const path = `/applications/${application}/addPassword`;
      const add = () => graph.call("POST", path, context, { passwordCredential });
      const { keyId, secretText } = await graph.whenReplicated(add, context);
      // The real provider waits for the secret to be listed, and forgets it when that fails.
      await graph.call("GET", `/applications/${application}`, context);
      return { id: `${application}/password/${keyId}`, outputs: { keyId: String(keyId), value: String(secretText) } };
    },
    async read(id, state, context) {
      if (state === undefined) throw new ProviderError("azuread.ApplicationPassword does not support import");
      const { application, keyId } = parseId(id);
      const live = await graph.find(`/applications/${application}`, context);
      const passwords = (live?.passwordCredentials ?? []) as GraphObject[];
      const password = passwords.find((each) => each.keyId === keyId);
      if (password === undefined) return undefined;
      return { inputs: liveInputs(state, password), outputs: { keyId, value: state.value } };
    },
    async update() {
      throw new ProviderError("azuread.ApplicationPassword is replaced, never updated");
    },
    async delete(id, _state, context) {
      const { application, keyId } = parseId(id);
      await graph.call("POST", `/applications/${application}/removePassword`, context, { keyId });
    },
  };
}

/** `azuread.ApplicationPassword`, with the real resource's property names, checks and replacements. */
export const applicationPassword = defineResource({
  token: "azuread:index/applicationPassword:ApplicationPassword",
  description: "A client secret of an app registration.",
  inputs,
  outputs,
  lifecycle,
});
