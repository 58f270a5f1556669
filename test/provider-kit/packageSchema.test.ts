import { describe, expect, test } from "@jest/globals";
import { gitpodProvider } from "../../provider/provider.ts";
import { packageSchema } from "../../provider-kit/packageSchema.ts";

interface Property {
  readonly type?: string;
  readonly description?: string;
  readonly secret?: boolean;
  readonly willReplaceOnChanges?: boolean;
  readonly default?: unknown;
  readonly items?: { readonly type?: string };
  readonly defaultInfo?: { readonly environment: readonly string[] };
}
type PropertyMap = Readonly<Record<string, Property>>;
interface ResourceSpec {
  readonly description: string;
  readonly inputProperties: PropertyMap;
  readonly properties: PropertyMap;
  readonly requiredInputs: readonly string[];
  readonly required: readonly string[];
}
interface Schema {
  readonly name: string;
  readonly config: { readonly variables: PropertyMap };
  readonly provider: { readonly inputProperties: PropertyMap; readonly requiredInputs: readonly string[] };
  readonly resources: Readonly<Record<string, ResourceSpec>>;
}

const schema = JSON.parse(JSON.stringify(packageSchema(gitpodProvider))) as Schema;
const resource = (name: string) => schema.resources[`gitpod:index:${name}`] as ResourceSpec;
const marked = (properties: PropertyMap, mark: (property: Property) => unknown) =>
  Object.keys(properties).filter((name) => mark(properties[name] as Property));

describe("the package schema", () => {
  test("has both resources", () => {
    expect(Object.keys(schema.resources)).toEqual(["gitpod:index:AuthProvider", "gitpod:index:Rotation"]);
  });

  test("describes and types every property", () => {
    const maps = Object.values(schema.resources).flatMap((spec) => [spec.inputProperties, spec.properties]);
    for (const properties of [...maps, schema.config.variables, schema.provider.inputProperties]) {
      expect(Object.keys(properties).length).toBeGreaterThan(2);
      expect(marked(properties, ({ description }) => (description ?? "").length < 10)).toEqual([]);
      expect(marked(properties, ({ type }) => type === undefined)).toEqual([]);
    }
    for (const spec of Object.values(schema.resources)) expect(spec.description.length).toBeGreaterThan(20);
  });

  test("marks what is secret", () => {
    expect(marked(resource("AuthProvider").inputProperties, ({ secret }) => secret)).toEqual(["clientSecret"]);
    expect(marked(resource("AuthProvider").properties, ({ secret }) => secret)).toEqual(["clientSecret"]);
    expect(marked(schema.config.variables, ({ secret }) => secret)).toEqual(["token"]);
    expect(marked(schema.provider.inputProperties, ({ secret }) => secret)).toEqual(["token"]);
  });

  test("marks the inputs that replace the resource", () => {
    const replaces = ({ willReplaceOnChanges }: Property) => willReplaceOnChanges;
    expect(marked(resource("AuthProvider").inputProperties, replaces)).toEqual(["organizationId", "host"]);
    expect(marked(resource("AuthProvider").properties, replaces)).toEqual([]);
    expect(marked(schema.provider.inputProperties, replaces)).toEqual([]);
  });

  test("requires what has no default, and promises every output", () => {
    const { requiredInputs, required } = resource("AuthProvider");
    expect(requiredInputs).toEqual(["organizationId", "authorizationUrl", "tokenUrl", "clientId", "clientSecret"]);
    const optional = ["refusedSince"];
    expect([...required, ...optional].sort()).toEqual(Object.keys(resource("AuthProvider").properties).sort());
    expect(resource("Rotation").requiredInputs).toEqual([]);
    expect(resource("Rotation").required).toEqual(["lifetimeDays", "generation", "issuedAt", "expiresAt"]);
    expect(schema.provider.requiredInputs).toEqual(["host"]);
  });

  test("names defaults for inputs only, and the environment variables of settings", () => {
    const { inputProperties, properties } = resource("AuthProvider");
    expect(inputProperties.host?.default).toBe("dev.azure.com");
    expect(properties.host?.default).toBeUndefined();
    expect(properties.scopes).toMatchObject({ type: "array", items: { type: "string" } });
    const { host, token, apiUrl, maxRetries } = schema.config.variables;
    expect([host, token, apiUrl].map((property) => property?.defaultInfo?.environment)).toEqual([
      ["GITPOD_HOST"],
      ["GITPOD_TOKEN"],
      ["GITPOD_API_URL"],
    ]);
    expect(maxRetries).toMatchObject({ type: "integer", default: 6 });
  });
});
