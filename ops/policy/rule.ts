/** A value that a preview does not know yet. */
export const UNKNOWN = Symbol("unknown until it is deployed");

/** A value that the engine encrypts and never shows. */
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

/** What rules know besides the resources. */
export interface Context {
  readonly now: Date;
  /** The host of the stack's Gitpod installation; undefined if unknown. */
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
/** For a rule without configuration. */
export type NoConfig = Record<never, never>;
type AnyConfig = Readonly<Record<string, number | string[]>>;

interface RuleText {
  readonly name: string;
  /** What it requires, in one sentence. */
  readonly description: string;
  /** The level unless configured otherwise. */
  readonly level: "mandatory" | "advisory";
}

/** Checks the inputs of one resource, before it is deployed. */
export interface ResourceRule extends RuleText {
  /** Types of the resources that it checks. */
  readonly types: readonly (string | RegExp)[];
  readonly config: ConfigSchema<AnyConfig>;
  /** The violations, each with its fix. Omitted configuration has its default. */
  check(resource: Resource, context: Context, config?: AnyConfig): readonly string[];
}

/** Checks the outputs of all resources in a stack, at the end of a preview or deployment. */
export interface StackRule extends RuleText {
  check(resources: readonly Resource[]): readonly { readonly urn: string; readonly message: string }[];
}

/** A rule whose check gets only resources of its types, and its complete configuration. */
interface RuleDefinition<Config> extends Omit<ResourceRule, "config" | "check"> {
  readonly config: ConfigSchema<Config>;
  check(resource: Resource, config: Config, context: Context): readonly string[];
}

/** Adds the check of the type and the configuration's defaults to a rule. */
export function resourceRule<Config extends AnyConfig>(rule: RuleDefinition<Config>): ResourceRule {
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
