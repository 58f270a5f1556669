import { existsSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { gitpodProvider } from "../../provider/provider.ts";
import { type PropertySpec, packageSchema, type ResourceSpec } from "../../provider-kit/packageSchema.ts";
import type { AnyResource } from "../../provider-kit/session.ts";
import { exampleProvider } from "../provider/support/example.ts";

const schema = await packageSchema(gitpodProvider);
type PropertyMap = Readonly<Record<string, PropertySpec>>;
const { variables: settings } = schema.config as { readonly variables: PropertyMap };
const resource = (name: string) => schema.resources[`gitpod:index:${name}`] as ResourceSpec;
const marked = (properties: PropertyMap, mark: (property: PropertySpec) => unknown) =>
  Object.keys(properties).filter((name) => mark(properties[name] as PropertySpec));

describe("the package schema", () => {
  test("has all resources, and the components as such", () => {
    expect(Object.entries(schema.resources).map(([token, { isComponent = false }]) => [token, isComponent])).toEqual([
      ["gitpod:index:AuthProvider", false],
      ["gitpod:index:ScmIntegration", false],
      ["gitpod:index:RunnerScm", false],
      ["gitpod:index:Rotation", false],
      ["gitpod:index:AzureDevOpsIntegration", true],
      ["gitpod:index:OnaAzureDevOpsIntegration", true],
      ["gitpod:index:EntraApplication", true],
    ]);
    expect(schema.dependencies).toEqual([{ name: "azuread", version: expect.stringMatching(/^\d+\.\d+\.\d+$/) }]);
  });

  test("describes the inputs of components with plain shapes: no unions, and names for enumerations and objects", () => {
    const { inputProperties, requiredInputs, properties } = resource("EntraApplication");
    expect(requiredInputs).toEqual(["displayName", "redirectUris", "permissions", "tenantId"]);
    expect(inputProperties.permissions?.items).toEqual({ $ref: "#/types/gitpod:index:Permission" });
    expect(schema.types["gitpod:index:Permission"]?.enum).toContainEqual({ value: "vso.code_write" });
    expect(inputProperties.rotation?.$ref).toBe("#/types/gitpod:index:RotationSettings");
    expect(schema.types["gitpod:index:RotationSettings"]?.required).toEqual([]);
    expect(marked(inputProperties, ({ plain }) => plain)).toEqual(["redirectUris", "offlineAccess", "adminConsent"]);
    expect(marked(properties, ({ secret }) => secret)).toEqual(["clientSecret"]);
    expect(resource("AzureDevOpsIntegration").required).not.toContain("secretExpiresAt");
    expect(JSON.stringify(resource("AzureDevOpsIntegration"))).not.toMatch(/oneOf|willReplaceOnChanges/);
  });

  test("describes and types every property", () => {
    const maps = Object.values(schema.resources).flatMap((spec) => [spec.inputProperties, spec.properties]);
    for (const properties of [...maps, settings, schema.provider.inputProperties]) {
      expect(Object.keys(properties).length).toBeGreaterThan(1);
      expect(marked(properties, ({ description }) => (description ?? "").length < 10)).toEqual([]);
      expect(marked(properties, ({ type, $ref }) => type === undefined && $ref === undefined)).toEqual([]);
    }
    for (const spec of Object.values(schema.resources)) expect(spec.description.length).toBeGreaterThan(20);
  });

  test("marks what is secret", () => {
    expect(marked(resource("AuthProvider").inputProperties, ({ secret }) => secret)).toEqual(["clientSecret"]);
    expect(marked(resource("AuthProvider").properties, ({ secret }) => secret)).toEqual(["clientSecret"]);
    expect(marked(settings, ({ secret }) => secret)).toEqual(["token", "onaToken"]);
    expect(marked(schema.provider.inputProperties, ({ secret }) => secret)).toEqual(["token", "onaToken"]);
  });

  test("marks the inputs that replace the resource", () => {
    const replaces = ({ willReplaceOnChanges }: PropertySpec) => willReplaceOnChanges;
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
    // GITPOD_HOST may have it.
    expect(schema.provider.requiredInputs).toEqual([]);
  });

  test("says defaults and environment variables in descriptions, and leaves both to the plugin", () => {
    const { inputProperties, properties } = resource("AuthProvider");
    expect(inputProperties.host?.description).toMatch(/ Default `dev.azure.com`.$/);
    expect(properties.host?.description).not.toContain("Default");
    expect(properties.scopes).toMatchObject({ type: "array", items: { type: "string" } });
    expect(settings.token?.description).toMatch(/ Always kept secret. Environment variable: GITPOD_TOKEN.$/);
    expect(settings.maxRetries).toMatchObject({
      type: "integer",
      description: expect.stringMatching(/ Default `6`.$/),
    });
    expect(JSON.stringify(schema)).not.toMatch(/"default(Info)?":/);
  });

  test("lets the API fill in an optional input", () => {
    const { requiredInputs, inputProperties, required } = resource("ScmIntegration");
    expect(requiredInputs).toEqual(["runnerId"]);
    expect(Object.keys(inputProperties)).toEqual(expect.arrayContaining(["host", "pat"]));
    expect(required).toEqual(expect.arrayContaining(["host", "pat"]));
  });

  test("has functions, with named types for what they return", () => {
    const { getOrganizations, getAuthProvider } = Object.fromEntries(
      Object.entries(schema.functions).map(([token, spec]) => [token.split(":")[2], spec]),
    );
    expect(getOrganizations).not.toHaveProperty("inputs");
    const items = { $ref: "#/types/gitpod:index:Organization" };
    expect(getOrganizations?.outputs.properties.organizations).toMatchObject({ type: "array", items });
    expect(schema.types["gitpod:index:Organization"]).toMatchObject({ type: "object", required: ["id", "name"] });
    expect(getAuthProvider?.inputs?.required).toEqual([]);
  });

  test("says what a list of integrations asks for", () => {
    expect(resource("AuthProvider").listInputs?.required).toEqual(["organizationId"]);
    expect(resource("Rotation").listInputs).toBeUndefined();
  });

  test("takes all addresses of the project from its package.json", () => {
    const address = "https://github.com/gitpod-azure-devops/gitpod-azure-devops";
    expect(schema).toMatchObject({
      namespace: "gitpod-azure-devops",
      repository: address,
      homepage: address,
      pluginDownloadURL: "github://api.github.com/gitpod-azure-devops/gitpod-azure-devops",
      license: "Apache-2.0",
    });
    expect(existsSync(new URL(`../../${String(schema.logoUrl).split(/v\d+\.\d+\.\d+\//)[1]}`, import.meta.url))).toBe(
      true,
    );
  });
});

test("a provider without metadata has a schema too, with the examples it is given", async () => {
  const example = await packageSchema(exampleProvider(), { "example:index:greet": "{{% examples %}}" });
  expect(example).toMatchObject({ name: "example", version: "1.2.3" });
  expect(example.functions["example:index:greet"]?.description).toBe("Greets.\n\n{{% examples %}}");
  expect(example.resources["example:index:Thing"]?.description).toBe("A thing.");
});

test("texts and objects with an id are named types, and a default is never required", async () => {
  const mode = z.enum(["a", "b"]).meta({ id: "Mode", description: "How." });
  const settings = z.object({ mode, days: z.int().default(3) }).meta({ id: "ThingSettings" });
  const { resources, ...provider } = exampleProvider();
  const thing = { ...(resources[0] as AnyResource), inputs: z.object({ settings }) };
  const { types, resources: specs } = await packageSchema({ ...provider, resources: [thing] });
  expect(specs["example:index:Thing"]?.inputProperties.settings).toEqual({
    $ref: "#/types/example:index:ThingSettings",
  });
  expect(types["example:index:Mode"]).toEqual({
    type: "string",
    description: "How.",
    enum: [{ value: "a" }, { value: "b" }],
  });
  expect(types["example:index:ThingSettings"]).toMatchObject({ type: "object", required: ["mode"] });
});
