import { z } from "zod";
import { ProviderError } from "../../../provider-kit/errors.ts";
import { defineFunction } from "../../../provider-kit/resource.ts";
import { kinds } from "./fields.ts";
import type { GraphClient } from "./graphClient.ts";
import { toOutputs } from "./servicePrincipal.ts";

/** `azuread.getServicePrincipal`, by client id alone: what a program needs of Microsoft's own services. */
export const getServicePrincipal = defineFunction({
  token: "azuread:index/getServicePrincipal:getServicePrincipal",
  inputs: z.object({ clientId: kinds.uuid() }),
  async run(graph: GraphClient, { clientId }, context) {
    const found = (await graph.list("servicePrincipals", "appId", clientId, context))[0];
    if (found === undefined) throw new ProviderError(`no service principal found for the client id ${clientId}`);
    const { appRoles: _, ...outputs } = toOutputs(found);
    return { ...outputs, id: `/servicePrincipals/${found.id}`, clientId };
  },
});
