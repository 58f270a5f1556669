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

interface AnyRule {
  readonly name: string;
  /** What it requires, in one sentence. */
  readonly description: string;
  /** The level unless configured otherwise. */
  readonly level: "mandatory" | "advisory";
  readonly config: ConfigSchema<AnyConfig>;
}

/** Checks the inputs of one resource, before it is deployed. */
export interface ResourceRule extends AnyRule {
  /** Types of the resources that it checks. */
  readonly types: readonly (string | RegExp)[];
  /** The violations, each with its fix. Omitted configuration has its default. */
  check(resource: Resource, context: Context, config?: AnyConfig): readonly string[];
}

export interface Violation {
  readonly urn: string;
  readonly message: string;
}

/** Checks the outputs of all resources in a stack, at the end of a preview or deployment. */
export interface StackRule extends AnyRule {
  /** The violations, each with its fix. Omitted configuration has its default. */
  check(resources: readonly Resource[], context: Context, config?: AnyConfig): readonly Violation[];
}

/** A rule whose check gets only resources of its types, and its complete configuration. */
interface RuleDefinition<Config> extends Omit<ResourceRule, "config" | "check"> {
  readonly config: ConfigSchema<Config>;
  check(resource: Resource, config: Config, context: Context): readonly string[];
}

interface StackRuleDefinition<Config> extends Omit<StackRule, "config" | "check"> {
  readonly config: ConfigSchema<Config>;
  check(resources: readonly Resource[], config: Config, context: Context): readonly Violation[];
}

/** Adds the check of the type and the configuration's defaults to a rule. */
export function resourceRule<Config extends AnyConfig>(rule: RuleDefinition<Config>): ResourceRule {
  const defaults = defaultsOf(rule.config);
  return {
    ...rule,
    check: (resource, context, given) =>
      rule.types.some((type) => (typeof type === "string" ? type === resource.type : type.test(resource.type)))
        ? rule.check(resource, { ...defaults, ...given }, context)
        : [],
  };
}

/** Adds the configuration's defaults to a rule. */
export function stackRule<Config extends AnyConfig>(rule: StackRuleDefinition<Config>): StackRule {
  const defaults = defaultsOf(rule.config);
  return { ...rule, check: (resources, context, given) => rule.check(resources, { ...defaults, ...given }, context) };
}

function defaultsOf<Config extends AnyConfig>(schema: ConfigSchema<Config>): Config {
  const values: [string, ConfigValue<unknown>][] = Object.entries(schema);
  return Object.fromEntries(values.map(([name, value]) => [name, value.default])) as Config;
}
