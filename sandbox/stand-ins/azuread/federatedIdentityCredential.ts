import { z } from "zod";
import { ProviderError } from "../../../provider-kit/errors.ts";
import { defineResource } from "../../../provider-kit/resource.ts";
import { kinds, objectId } from "./fields.ts";
import type { GraphClient } from "./graphClient.ts";

const { text, texts } = kinds;
const replaces = { replaces: true };

const inputs = z.object({
  applicationId: text()
    .refine((id) => objectId("applications", id) !== undefined, "must be of the form /applications/<object id>")
    .meta(replaces),
  audiences: texts().min(1, "must not be empty"),
  description: text().optional(),
  displayName: text().min(1, "must not be empty").meta(replaces),
  issuer: text().min(1, "must not be empty"),
  subject: text().min(1, "must not be empty"),
});

const outputs = z.object({ credentialId: z.string() });

type Inputs = z.output<typeof inputs>;

const live = z.object({
  name: z.string(),
  issuer: z.string(),
  subject: z.string(),
  audiences: z.array(z.string()),
  description: z.string().nullish(),
});

const ID = /^([^/]+)\/federatedIdentityCredential\/([^/]+)$/;

function pathOf(id: string): { path: string; application: string; credentialId: string } {
  const [, application, credentialId] = ID.exec(id) ?? [];
  if (application === undefined || credentialId === undefined) {
    throw new ProviderError(`the id ${id} is not of the form <object id>/federatedIdentityCredential/<credential id>`);
  }
  const path = `/applications/${application}/federatedIdentityCredentials/${credentialId}`;
  return { path, application, credentialId };
}

function toGraph({ displayName, issuer, subject, audiences, description }: Inputs) {
  return { name: displayName, issuer, subject, audiences, description: description ?? null };
}

/** `azuread.ApplicationFederatedIdentityCredential`, with the real resource's property names and replacements. */
export const federatedIdentityCredential = defineResource({
  token: "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential",
  description: "A workload outside Entra whose tokens an app accepts instead of a secret.",
  inputs,
  outputs,
  lifecycle: (graph: GraphClient) => ({
    async create(news, context) {
      const application = objectId("applications", news.applicationId) as string;
      const path = `/applications/${application}/federatedIdentityCredentials`;
      const created = await graph.whenReplicated(() => graph.call("POST", path, context, toGraph(news)), context);
      const credentialId = String(created.id);
      return { id: `${application}/federatedIdentityCredential/${credentialId}`, outputs: { credentialId } };
    },
    async read(id, _state, context) {
      const { path, application, credentialId } = pathOf(id);
      const found = await graph.find(path, context);
      if (found === undefined) return undefined;
      const { name, description, ...same } = live.parse(found);
      const known = { applicationId: `/applications/${application}`, displayName: name, ...same };
      return { inputs: { ...known, ...(description ? { description } : {}) }, outputs: { credentialId } };
    },
    async update(id, _old, news, context) {
      const { path, credentialId } = pathOf(id);
      await graph.call("PATCH", path, context, toGraph(news));
      return { credentialId };
    },
    async delete(id, _state, context) {
      await graph.call("DELETE", pathOf(id).path, context);
    },
  }),
});
