import { z } from "zod";
import { defineResource } from "../../../provider-kit/resource.ts";
import { kinds, objectPath } from "./fields.ts";
import type { GraphClient } from "./graphClient.ts";

const { uuid, texts } = kinds;
const replaces = { replaces: true };

const inputs = z.object({
  claimValues: texts().min(1, "must not be empty"),
  resourceServicePrincipalObjectId: uuid().meta(replaces),
  servicePrincipalObjectId: uuid().meta(replaces),
  userObjectId: uuid().optional().meta(replaces),
});

const outputs = z.object({});

const liveGrant = z.object({
  clientId: z.string(),
  resourceId: z.string(),
  principalId: z.string().nullish(),
  scope: z.string(),
});

const pathOf = (id: string) => objectPath("oauth2PermissionGrants", id);

/** `azuread.ServicePrincipalDelegatedPermissionGrant`, with the real resource's property names and replacements. */
export const permissionGrant = defineResource({
  token: "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant",
  description: "Consent to delegated permissions, for one person or for everyone in the tenant.",
  inputs,
  outputs,
  lifecycle: (graph: GraphClient) => ({
    async create({ claimValues, resourceServicePrincipalObjectId, servicePrincipalObjectId, userObjectId }, context) {
      const body = {
        clientId: servicePrincipalObjectId,
        resourceId: resourceServicePrincipalObjectId,
        scope: claimValues.join(" "),
        consentType: userObjectId === undefined ? "AllPrincipals" : "Principal",
        principalId: userObjectId,
      };
      const create = () => graph.call("POST", "/oauth2PermissionGrants", context, body);
      const created = await graph.whenReplicated(create, context);
      return { id: `/oauth2PermissionGrants/${created.id}`, outputs: {} };
    },
    async read(id, state, context) {
      const found = await graph.find(pathOf(id), context);
      if (found === undefined) return undefined;
      const live = liveGrant.parse(found);
      const claims = live.scope.split(" ").filter(Boolean);
      const known = state?.claimValues ?? [];
      const same = known.length === claims.length && known.every((claim) => claims.includes(claim));
      const inputs = {
        claimValues: same ? known : claims,
        resourceServicePrincipalObjectId: live.resourceId,
        servicePrincipalObjectId: live.clientId,
        ...(live.principalId ? { userObjectId: live.principalId } : {}),
      };
      return { inputs, outputs: {} };
    },
    async update(id, _old, { claimValues }, context) {
      await graph.call("PATCH", pathOf(id), context, { scope: claimValues.join(" ") });
      return {};
    },
    async delete(id, _state, context) {
      await graph.call("DELETE", pathOf(id), context);
    },
  }),
});
