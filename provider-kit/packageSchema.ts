import { z } from "zod";
import type { ProviderDefinition } from "./resource.ts";

/** A property in Pulumi's package schema: https://www.pulumi.com/docs/iac/extending-pulumi/schema/ */
export interface PropertySpec {
  type?: string;
  $ref?: string;
  description?: string;
  default?: unknown;
  items?: PropertySpec;
  additionalProperties?: PropertySpec;
  secret?: true;
  willReplaceOnChanges?: true;
  defaultInfo?: { environment: string[] };
}

type PropertyMap = Readonly<Record<string, PropertySpec>>;
type ObjectSpec = { properties: PropertyMap; required: string[] };

/** A resource, or the provider itself, as Pulumi's package schema writes it. */
export interface ResourceSpec {
  readonly description: string;
  readonly inputProperties: PropertyMap;
  readonly requiredInputs: readonly string[];
  readonly properties: PropertyMap;
}

/** A package schema. Only what the project's own generator reads has a precise type. */
export interface PackageSchema {
  readonly name: string;
  readonly [other: string]: unknown;
  readonly provider: ResourceSpec;
  readonly resources: Readonly<Record<string, ResourceSpec & { readonly required: readonly string[] }>>;
}

/** The package schema, which `pulumi package get-schema`, `pulumi import` and SDK generators read. */
export function packageSchema(provider: ProviderDefinition): PackageSchema {
  const config = objectSpec(provider.config, "input");
  return {
    name: provider.name,
    displayName: provider.displayName,
    version: provider.version,
    description: provider.description,
    license: "Apache-2.0",
    keywords: ["category/cloud", "kind/native", provider.name],
    config: { variables: config.properties },
    provider: {
      description: provider.description,
      inputProperties: config.properties,
      properties: config.properties,
      requiredInputs: config.required,
    },
    resources: Object.fromEntries(
      provider.resources.map((resource) => [
        resource.token,
        resourceSpec(resource.description, resource.inputs, resource.outputs),
      ]),
    ),
  };
}

function resourceSpec(description: string, inputs: z.ZodObject, outputs: z.ZodObject) {
  const input = objectSpec(inputs, "input");
  const state = objectSpec(inputs.extend(outputs.shape), "output");
  return {
    description,
    inputProperties: input.properties,
    requiredInputs: input.required,
    properties: state.properties,
    required: state.required,
  };
}

function objectSpec(schema: z.ZodObject, direction: "input" | "output"): ObjectSpec {
  const json = z.toJSONSchema(schema, { io: "output", unrepresentable: "any" });
  const properties = Object.entries(json.properties ?? {}).map(([name, property]) => {
    const meta = (schema.shape[name] as z.ZodType).meta() ?? {};
    const spec = propertySpec(property as z.core.JSONSchema.JSONSchema);
    if (meta.description !== undefined) spec.description = meta.description;
    if (meta.secret) spec.secret = true;
    if (meta.replaces && direction === "input") spec.willReplaceOnChanges = true;
    if (meta.env !== undefined) spec.defaultInfo = { environment: [meta.env] };
    if (direction === "output") delete spec.default;
    return [name, spec] as const;
  });
  const hasDefault = (name: string) => (schema.shape[name] as z.ZodType).safeParse(undefined).success;
  const required = (json.required ?? []).filter((name) => direction === "output" || !hasDefault(name));
  return { properties: Object.fromEntries(properties), required };
}

function propertySpec(json: z.core.JSONSchema.JSONSchema): PropertySpec {
  const spec: PropertySpec = {};
  switch (json.type) {
    case "string":
    case "boolean":
    case "integer":
    case "number":
      spec.type = json.type;
      break;
    case "array":
      spec.type = "array";
      spec.items = propertySpec((json.items ?? {}) as z.core.JSONSchema.JSONSchema);
      break;
    case "object":
      spec.type = "object";
      spec.additionalProperties =
        typeof json.additionalProperties === "object"
          ? propertySpec(json.additionalProperties)
          : { $ref: "pulumi.json#/Any" };
      break;
    default:
      spec.$ref = "pulumi.json#/Any";
  }
  if (json.default !== undefined) spec.default = json.default;
  return spec;
}
