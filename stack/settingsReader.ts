import { z } from "zod";

declare module "zod" {
  interface GlobalMeta {
    /** The setting may be stored encrypted, and then stays a secret. */
    mayBeSecret?: boolean;
    /** Stands for the value in a command that sets it. */
    example?: string;
  }
}

/** What a schema says about one setting. */
export interface SettingDescription<Name extends string = string> {
  readonly name: Name;
  readonly type: "string" | "integer" | "boolean" | "array" | "object";
  readonly description: string;
  readonly required: boolean;
  /** It must be stored encrypted. */
  readonly secret: boolean;
  /** It may be stored encrypted, and then stays a secret. */
  readonly mayBeSecret: boolean;
  /** Undefined for a map too: its default is empty. */
  readonly default: string | number | boolean | readonly string[] | undefined;
  /** Stands for the value in a command that sets it. */
  readonly example: string;
}

/** Describes every setting of a schema, in its order. */
export function describeSchema<Schema extends z.ZodObject>(
  schema: Schema,
): SettingDescription<keyof Schema["shape"] & string>[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input" });
  return Object.entries<z.ZodType>(schema.shape).map(([name, setting]) => {
    const type = (properties[name] as z.core.JSONSchema.JSONSchema).type as SettingDescription["type"];
    const { description = "", example, secret = false, mayBeSecret = false } = setting.meta() ?? {};
    // Not from the JSON schema, which leaves out the default of a schema that transforms.
    const preset = type !== "object" && setting instanceof z.ZodDefault ? setting.def.defaultValue : undefined;
    return {
      name,
      type,
      description,
      required: required.includes(name),
      secret,
      mayBeSecret: secret || mayBeSecret,
      default: preset as SettingDescription["default"],
      example: example ?? String((Array.isArray(preset) ? preset[0] : preset) ?? "<text>"),
    };
  });
}

/** Settings as a stack gives them, before they are checked. */
export interface GivenSettings {
  readonly namespace: string;
  readonly descriptions: readonly SettingDescription[];
  /** By name. A text that is not of the setting's type stays a text, for the schema to refuse. */
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Reads the settings of a namespace.
 *
 * @param textOf the text of a setting by its name; lists and maps as JSON
 */
export function readGiven<Name extends string>(
  namespace: string,
  descriptions: readonly SettingDescription<Name>[],
  textOf: (name: Name) => string | undefined,
): GivenSettings {
  const entries = descriptions.flatMap(({ name, type }) => {
    // An empty value counts as none: the engine demands a value for a declared setting, so Pulumi.yaml declares "".
    const text = textOf(name) || undefined;
    return text === undefined ? [] : [[name, decode(text, type)] as const];
  });
  return { namespace, descriptions, values: Object.fromEntries(entries) };
}

function decode(text: string, type: SettingDescription["type"]): unknown {
  if (type === "integer") return /^[+-]?\d+$/.test(text) ? Number(text) : text;
  if (type === "boolean") return text === "true" || (text === "false" ? false : text);
  if (type === "array" || type === "object") return decodeJson(text);
  return text;
}

function decodeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
