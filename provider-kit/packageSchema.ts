import { z } from "zod";
import type { ComponentDefinition } from "./component.ts";
import type { FunctionDefinition, ProviderDefinition, ResourceDefinition } from "./resource.ts";

/** A property in Pulumi's package schema: https://www.pulumi.com/docs/iac/extending-pulumi/schema/ */
export interface PropertySpec {
  type?: string;
  $ref?: string;
  /** Names the default and the environment variable too, which are not here: only the plugin applies them. */
  description?: string;
  items?: PropertySpec;
  additionalProperties?: PropertySpec;
  secret?: true;
  willReplaceOnChanges?: true;
  /** Known before the deployment: no output. */
  plain?: true;
}

type PropertyMap = Readonly<Record<string, PropertySpec>>;

/** Properties, and which of them are always there. */
export interface ObjectSpec {
  readonly properties: PropertyMap;
  readonly required: readonly string[];
}

/** A named type: an object, or the values of a text. */
export interface TypeSpec extends Partial<ObjectSpec> {
  readonly description?: string;
  readonly type: "object" | "string";
  readonly enum?: readonly { readonly value: string }[];
}

/** A resource, or the provider itself, as Pulumi's package schema writes it. */
export interface ResourceSpec {
  readonly description: string;
  readonly inputProperties: PropertyMap;
  readonly requiredInputs: readonly string[];
  readonly properties: PropertyMap;
  readonly required: readonly string[];
  /** What a list of the existing ones asks for; undefined where there is no list. */
  readonly listInputs?: ObjectSpec;
  readonly isComponent?: true;
}

export interface FunctionSpec {
  readonly description: string;
  /** Undefined when there are none. */
  readonly inputs?: ObjectSpec;
  readonly outputs: ObjectSpec;
}

/** A package schema. Only what generators of code and documentation read has a precise type. */
export interface PackageSchema {
  readonly name: string;
  readonly [other: string]: unknown;
  readonly types: Readonly<Record<string, TypeSpec>>;
  readonly provider: ResourceSpec;
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  readonly functions: Readonly<Record<string, FunctionSpec>>;
}

type Json = z.core.JSONSchema.JSONSchema & z.core.GlobalMeta;
type Direction = "input" | "output";

/**
 * The package schema, which `pulumi package add`, `pulumi import` and SDK generators read.
 *
 * @param examples appended to the description of a resource or function, by its token
 */
export async function packageSchema(
  provider: ProviderDefinition,
  examples: Readonly<Record<string, string>> = {},
): Promise<PackageSchema> {
  const schemas = new SchemaWriter(provider.name);
  const config = schemas.object(provider.config, "input");
  const { name, displayName, version, description } = provider;
  const inputProperties = config.properties;
  return {
    name,
    displayName,
    version,
    description,
    ...provider.metadata,
    config: { variables: inputProperties },
    provider: {
      description,
      inputProperties,
      // A setting may come from its environment variable, which an SDK does not see.
      requiredInputs: config.required.filter((setting) => envOf(provider.config, setting) === undefined),
      properties: schemas.object(provider.config, "output").properties,
      required: [],
    },
    resources: {
      ...specsOf(provider.resources, examples, (resource) => schemas.resource(resource)),
      ...specsOf((await provider.components?.()) ?? [], examples, (component) => schemas.component(component)),
    },
    functions: specsOf(provider.functions ?? [], examples, (each) => schemas.function(each)),
    types: schemas.types,
  };
}

function specsOf<Definition extends { readonly token: string }, Spec extends { readonly description: string }>(
  definitions: readonly Definition[],
  examples: Readonly<Record<string, string>>,
  specOf: (definition: Definition) => Spec,
): Record<string, Spec> {
  const entries = definitions.map((definition) => {
    const { token } = definition;
    const spec = specOf(definition);
    return [token, { ...spec, description: [spec.description, examples[token] ?? []].flat().join("\n\n") }] as const;
  });
  return Object.fromEntries(entries);
}

/** Writes Zod schemas as Pulumi's. Collects the types that have a name, which is the `id` of their Zod schema. */
class SchemaWriter {
  readonly types: Record<string, TypeSpec> = {};
  readonly #package: string;

  constructor(name: string) {
    this.#package = name;
  }

  resource({ description, inputs, outputs, list }: ResourceDefinition<never>): ResourceSpec {
    const input = this.object(inputs, "input");
    return {
      description,
      inputProperties: input.properties,
      requiredInputs: input.required,
      ...this.object(inputs.extend(outputs.shape), "output"),
      ...(list && { listInputs: this.object(list.query, "input") }),
    };
  }

  component({ description, inputs, outputs }: ComponentDefinition): ResourceSpec {
    const input = this.object(inputs, "input");
    return {
      description,
      isComponent: true,
      inputProperties: input.properties,
      requiredInputs: input.required,
      ...this.object(outputs, "output"),
    };
  }

  function({ description, inputs, outputs }: FunctionDefinition<never>): FunctionSpec {
    const given = this.object(inputs, "input");
    const isEmpty = Object.keys(given.properties).length === 0;
    return { description, ...(isEmpty ? {} : { inputs: given }), outputs: this.object(outputs, "output") };
  }

  object(schema: z.ZodObject, direction: Direction): ObjectSpec {
    const { $defs = {}, ...json } = z.toJSONSchema(schema, { io: "output", unrepresentable: "any" }) as Json;
    for (const [name, type] of Object.entries($defs)) {
      const token = this.#typeToken(name);
      // A type of inputs too requires only what an input needs.
      if (direction === "input" || !(token in this.types)) this.types[token] = this.#type(type as Json, direction);
    }
    return this.#object(json, direction);
  }

  #type(json: Json, direction: Direction): TypeSpec {
    const about = json.description === undefined ? {} : { description: json.description };
    if (json.enum !== undefined)
      return { ...about, type: "string", enum: json.enum.map((value) => ({ value: String(value) })) };
    return { ...about, type: "object", ...this.#object(json, direction) };
  }

  #object({ properties = {}, required = [] }: Json, direction: Direction): ObjectSpec {
    const all = Object.entries(properties) as [string, Json][];
    const isSet = new Set(
      direction === "output" ? [] : all.filter(([, { default: preset }]) => preset !== undefined).map(([name]) => name),
    );
    return {
      properties: Object.fromEntries(all.map(([name, json]) => [name, this.#described(json, direction)])),
      required: required.filter((name) => !isSet.has(name)),
    };
  }

  #described(json: Json, direction: Direction): PropertySpec {
    const description = describe(json, direction);
    const spec = this.#property(json);
    if (description !== "") spec.description = description;
    if (json.secret) spec.secret = true;
    if (json.plain && direction === "input") spec.plain = true;
    if (json.replaces && direction === "input") spec.willReplaceOnChanges = true;
    return spec;
  }

  #property(json: Json): PropertySpec {
    if (json.$ref !== undefined) return { $ref: `#/types/${this.#typeToken(json.$ref.replace("#/$defs/", ""))}` };
    switch (json.type) {
      case "string":
      case "boolean":
      case "integer":
      case "number":
        return { type: json.type };
      case "array":
        return { type: "array", items: this.#property((json.items ?? {}) as Json) };
      case "object": {
        const values = typeof json.additionalProperties === "object" ? json.additionalProperties : {};
        return { type: "object", additionalProperties: this.#property(values as Json) };
      }
      default:
        return { $ref: "pulumi.json#/Any" };
    }
  }

  #typeToken(name: string): string {
    return `${this.#package}:index:${name}`;
  }
}

/** What a property means, with the default and the environment variable that the plugin applies. */
function describe({ description, default: preset, secret, env }: Json, direction: Direction): string {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return [
    description ?? [],
    preset === undefined || direction === "output" ? [] : `Default \`${text(preset)}\`.`,
    secret ? "Always kept secret." : [],
    env === undefined ? [] : `Environment variable: ${[env].flat().join(", else ")}.`,
  ]
    .flat()
    .join(" ");
}

function envOf(schema: z.ZodObject, name: string) {
  return (schema.shape[name] as z.ZodType).meta()?.env;
}
