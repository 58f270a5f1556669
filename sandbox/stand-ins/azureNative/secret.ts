import { z } from "zod";
import { ProviderError } from "../../../provider-kit/errors.ts";
import { defineResource, type Lifecycle, type OperationContext } from "../../../provider-kit/resource.ts";

/** Where and in which subscription the resources are. */
export interface Azure {
  readonly baseUrl: string;
  readonly subscriptionId: string;
}

const text = () => z.string("must be a string");
const replaces = { replaces: true };

const attributes = z.object({
  enabled: z.boolean().optional(),
  expires: z.int("must be whole seconds since the Unix epoch").optional(),
});

const inputs = z.object({
  resourceGroupName: text().meta(replaces),
  vaultName: text().meta(replaces),
  secretName: text()
    .regex(/^[0-9a-zA-Z-]{1,127}$/, "must be letters, digits and hyphens")
    .meta(replaces),
  properties: z.object({ value: text(), contentType: text().optional(), attributes: attributes.optional() }),
  tags: z.record(z.string(), text()).optional(),
});

/** Azure returns other properties than it was given: the secret's addresses instead of its value. */
const outputs = z.object({
  name: z.string(),
  location: z.string(),
  type: z.string(),
  properties: z.object({
    contentType: text().optional(),
    attributes: attributes.optional(),
    secretUri: z.string(),
    secretUriWithVersion: z.string(),
  }),
});

type Inputs = z.output<typeof inputs>;
type Outputs = z.output<typeof outputs>;

const live = outputs.extend({
  id: z.string(),
  properties: outputs.shape.properties.extend({
    attributes: z.object({ enabled: z.boolean(), exp: z.number().optional() }),
  }),
});

function toOutputs({ name, location, type, properties }: z.output<typeof live>): Outputs {
  const { attributes, ...rest } = properties;
  return {
    name,
    location,
    type,
    properties: { ...rest, attributes: { enabled: attributes.enabled, expires: attributes.exp } },
  };
}

function lifecycle({ baseUrl, subscriptionId }: Azure): Lifecycle<Inputs, Outputs> {
  const send = async (method: string, path: string, { signal }: OperationContext, body?: object) => {
    const content =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    const response = await fetch(`${baseUrl}${path}`, { method, signal, ...content });
    if (response.ok || response.status === 404) return { found: response.ok, body: await response.json() };
    throw new ProviderError(`${method} ${path}: status ${response.status}: ${await response.text()}`);
  };
  const pathOf = ({ resourceGroupName, vaultName, secretName }: Inputs) =>
    `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.KeyVault/vaults/${vaultName}/secrets/${secretName}`;
  const put = async (news: Inputs, context: OperationContext) => {
    const { value, contentType, attributes } = news.properties;
    const properties = { value, contentType, attributes: { enabled: attributes?.enabled, exp: attributes?.expires } };
    const { found, body } = await send("PUT", pathOf(news), context, { tags: news.tags, properties });
    if (!found) throw new ProviderError(`there is no such vault: ${pathOf(news)}`);
    return live.parse(body);
  };
  return {
    async create(news, context) {
      // As in the real provider: a deleted secret would block its name for weeks.
      await send("POST", `/vaults/${news.vaultName}/deletedsecrets/${news.secretName}/recover`, context);
      const created = await put(news, context);
      return { id: created.id, outputs: toOutputs(created) };
    },
    async read(id, state, context) {
      const { found, body } = await send("GET", id, context);
      if (!found || state === undefined) return undefined;
      return { inputs: {}, outputs: toOutputs(live.parse(body)) };
    },
    async update(_id, _old, news, context) {
      return toOutputs(await put(news, context));
    },
    async delete(_id, { vaultName, secretName }, context) {
      await send("DELETE", `/vaults/${vaultName}/secrets/${secretName}`, context);
    },
  };
}

/** `azure-native.keyvault.Secret`, with the real resource's property names and replacements. */
export const secret = defineResource<Azure, typeof inputs, typeof outputs>({
  token: "azure-native:keyvault:Secret",
  description: "A secret of a Key Vault.",
  inputs,
  outputs,
  lifecycle,
});
