/** Stands for a value that a preview cannot know yet. */
export const UNKNOWN = Symbol("unknown until it is deployed");

/** A value that the engine keeps encrypted and shows to nobody. */
export class Secret {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** A resource as rules see it. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What rules know beside the resources. */
export interface Context {
  readonly now: Date;
  /** The stack's Gitpod installation, where it is known. */
  readonly gitpodHost: string | undefined;
}

/** A configuration value of a rule, as JSON schema. */
interface ConfigValue<T> {
  readonly type: "integer" | "array";
  readonly description: string;
  readonly default: T;
  readonly items?: { readonly type: "string" };
  readonly minimum?: number;
}

type ConfigSchema<Config> = { readonly [Key in keyof Config]: ConfigValue<Config[Key]> };
/** Of a rule that has no configuration. */
export type NoConfig = Record<never, never>;
type AnyConfig = Readonly<Record<string, number | string[]>>;

interface RuleText {
  /** Name in configuration and messages. */
  readonly name: string;
  /** What it asks for, in one sentence. */
  readonly description: string;
  /** What a violation does unless configured otherwise. */
  readonly level: "mandatory" | "advisory";
}

/** Judges one resource by its inputs, before it is deployed. */
export interface ResourceRule extends RuleText {
  /** Types of the resources that it judges. */
  readonly types: readonly (string | RegExp)[];
  readonly config: ConfigSchema<AnyConfig>;
  /** What is wrong, each with its fix. Configuration that is left out has its default. */
  check(resource: Resource, context: Context, config?: AnyConfig): readonly string[];
}

/** Judges all resources of a stack by their outputs, at the end of a preview or deployment. */
export interface StackRule extends RuleText {
  check(resources: readonly Resource[]): readonly { readonly urn: string; readonly message: string }[];
}

/** A rule as it is written: its check gets only resources of its types, and its configuration complete. */
interface WrittenRule<Config> extends Omit<ResourceRule, "config" | "check"> {
  readonly config: ConfigSchema<Config>;
  check(resource: Resource, config: Config, context: Context): readonly string[];
}

/** Completes a rule as it is written. */
export function resourceRule<Config extends AnyConfig>(rule: WrittenRule<Config>): ResourceRule {
  const schema: ConfigSchema<AnyConfig> = rule.config;
  const defaults = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, value.default])) as Config;
  return {
    ...rule,
    config: schema,
    check: (resource, context, given) =>
      rule.types.some((type) => (typeof type === "string" ? type === resource.type : type.test(resource.type)))
        ? rule.check(resource, { ...defaults, ...given }, context)
        : [],
  };
}
