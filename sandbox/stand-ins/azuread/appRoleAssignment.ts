import { z } from "zod";
import { ProviderError } from "../../../provider-kit/errors.ts";
import { defineResource } from "../../../provider-kit/resource.ts";
import { kinds } from "./fields.ts";
import type { GraphClient } from "./graphClient.ts";

const replaces = { replaces: true };

const inputs = z.object({
  appRoleId: kinds.uuid().meta(replaces),
  principalObjectId: kinds.uuid().meta(replaces),
  resourceObjectId: kinds.uuid().meta(replaces),
});

const outputs = z.object({
  principalDisplayName: z.string(),
  principalType: z.string(),
  resourceDisplayName: z.string(),
});

type Outputs = z.output<typeof outputs>;

const live = z.object({
  id: z.string(),
  appRoleId: z.string(),
  principalId: z.string(),
  resourceId: z.string(),
  principalDisplayName: z.string().nullish(),
  principalType: z.string(),
  resourceDisplayName: z.string().nullish(),
});

const ID = /^\/servicePrincipals\/([^/]+)\/appRoleAssignedTo\/([^/]+)$/;

function parseId(id: string): { path: string; assignment: string } {
  const [, resource, assignment] = ID.exec(id) ?? [];
  if (resource === undefined || assignment === undefined) {
    throw new ProviderError(`the id ${id} is not of the form /servicePrincipals/<object id>/appRoleAssignedTo/<id>`);
  }
  return { path: `/servicePrincipals/${resource}/appRoleAssignedTo`, assignment };
}

function toOutputs({ principalDisplayName, principalType, resourceDisplayName }: z.output<typeof live>): Outputs {
  return {
    principalDisplayName: principalDisplayName ?? "",
    principalType,
    resourceDisplayName: resourceDisplayName ?? "",
  };
}

/** `azuread.AppRoleAssignment`, with the real resource's property names and replacements. */
export const appRoleAssignment = defineResource({
  token: "azuread:index/appRoleAssignment:AppRoleAssignment",
  description: "An application permission that a service principal has.",
  inputs,
  outputs,
  lifecycle: (graph: GraphClient) => ({
    async create({ appRoleId, principalObjectId, resourceObjectId }, context) {
      const path = `/servicePrincipals/${resourceObjectId}/appRoleAssignedTo`;
      const body = { appRoleId, principalId: principalObjectId, resourceId: resourceObjectId };
      const created = live.parse(await graph.whenReplicated(() => graph.call("POST", path, context, body), context));
      return { id: `${path}/${created.id}`, outputs: toOutputs(created) };
    },
    async read(id, _state, context) {
      const { path, assignment } = parseId(id);
      const answer = await graph.find(`${path}/${assignment}`, context);
      if (answer === undefined) return undefined;
      const found = live.parse(answer);
      const { appRoleId, principalId, resourceId } = found;
      const inputs = { appRoleId, principalObjectId: principalId, resourceObjectId: resourceId };
      return { inputs, outputs: toOutputs(found) };
    },
    async update() {
      throw new ProviderError("azuread.AppRoleAssignment is replaced, never updated");
    },
    async delete(id, _state, context) {
      const { path, assignment } = parseId(id);
      await graph.call("DELETE", `${path}/${assignment}`, context);
    },
  }),
});
