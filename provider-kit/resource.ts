import type { z } from "zod";
import type { Failure } from "./check.ts";
import type { Clock } from "./clock.ts";
import type { ComponentDefinition } from "./component.ts";
import type { Change } from "./diff.ts";
import type { PackageMetadata } from "./packageMetadata.ts";
import type { Properties, UNKNOWN } from "./values.ts";

declare module "zod" {
  interface GlobalMeta {
    /** The property never appears in plain text in state, previews or logs. */
    secret?: boolean;
    /** Changing the value replaces the resource. */
    replaces?: boolean;
    /** Environment variables for a provider setting that the stack does not set. The first one that has a value counts. */
    env?: string | readonly string[];
  }
}

/** Environment variables, by name. */
export type Environment = { readonly [name: string]: string | undefined };

/** What an operation may use beside its arguments. */
export interface OperationContext {
  /** The resource's URN in the stack, for messages: `urn:pulumi:<stack>::<project>::<types>::<name>`. */
  readonly urn: string;
  /** Aborts when the engine cancels (Ctrl-C) or the operation's custom timeout ends. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly log: ResourceLog;
}

/** Messages to the engine about one resource. None may hold a secret. */
export interface ResourceLog {
  /** Progress, shown beside the resource while the operation runs. */
  status(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Inputs in a preview: any of them may be unknown. */
export type MaybeUnknown<T> = { [K in keyof T]: T[K] | typeof UNKNOWN };

/** What a preview knows about the operation whose outputs it asks for. */
export interface PreviewRequest<Inputs, Outputs> {
  readonly news: MaybeUnknown<Inputs>;
  /** The state before an update; undefined for a creation. */
  readonly old: (Inputs & Outputs) | undefined;
  /** Inputs that differ from the last deployment's; for a creation, all that are set. */
  readonly changed: ReadonlySet<string>;
}

/** What a warning may rest on. */
export interface WarningRequest<Inputs, Outputs> {
  readonly state: Inputs & Outputs;
  readonly news: MaybeUnknown<Inputs>;
  /** Inputs that differ from the last deployment's, and outputs that need an update. */
  readonly changed: ReadonlySet<string>;
  readonly clock: Clock;
}

/** A message for people, shown in previews and deployments. It stops nothing, even with the severity `error`. */
export interface Warning {
  readonly severity: "warn" | "error";
  readonly message: string;
}

export interface ReadResult<Inputs, Outputs> {
  /** As far as the API shows them. What it hides is left out and keeps the state's value. */
  readonly inputs: Partial<Inputs>;
  readonly outputs: Outputs;
}

/** An output that makes the engine update or replace the resource. */
export interface OutputChange {
  readonly property: string;
  readonly replaces: boolean;
}

/**
 * What a resource does at its API. It works on plain values: the server removes secret marks before and restores them
 * after, from the schema's `secret` mark and from the program's own marks.
 */
export interface Lifecycle<Inputs, Outputs> {
  /** Sees each resource of the program before it is compared or created. Makes no call. Failures refuse the inputs. */
  check?(inputs: MaybeUnknown<Inputs>, urn: string): readonly Failure[];
  /**
   * Sees each resource that is in the state already. Returns outputs that need a change although no input changed. Makes
   * no call.
   *
   * @param replaces whether an input asks for a replacement
   */
  diff?(id: string, urn: string, state: Inputs & Outputs, replaces: boolean): readonly OutputChange[];
  /** Sees each creation and update of a preview. Makes no call; it may warn. */
  planned?(log: ResourceLog): void;
  create(inputs: Inputs, context: OperationContext): Promise<{ id: string; outputs: Outputs }>;
  /** The live resource, or undefined when it is gone. `state` is undefined for an import; `inputs` are as in `delete`. */
  read(
    id: string,
    state: (Inputs & Outputs) | undefined,
    context: OperationContext,
    inputs?: Partial<Inputs>,
  ): Promise<ReadResult<Inputs, Outputs> | undefined>;
  update(id: string, old: Inputs & Outputs, news: Inputs, context: OperationContext): Promise<Outputs>;
  /** Succeeds when the resource does not exist. After an update that failed half-way, `inputs` are those of that update. */
  delete(id: string, state: Inputs & Outputs, context: OperationContext, inputs?: Partial<Inputs>): Promise<void>;
}

/** What a provider bridged from Terraform looks at in a plan. */
export interface BridgedPlan {
  /** Undefined for a creation. */
  readonly state: Properties | undefined;
  readonly news: Properties;
}

/** Where a provider bridged from Terraform behaves differently. For stand-ins of such providers. */
export interface Bridged<Services> {
  /** What differs, by property path. Compares with the state, not with the last deployment's inputs. */
  changes(state: Properties, news: Properties): Change[];
  /** Calls the API in each plan: in a diff, and before a creation or update and its preview. */
  plan?(services: Services, plan: BridgedPlan, context: OperationContext): Promise<void>;
}

/**
 * One resource type. Its types, check failures, defaults, secret and replace marks, descriptions and package schema all
 * come from `inputs` and `outputs`. A property in both is an optional input that the API fills in: an existing resource
 * keeps its value when the program leaves it out.
 */
export interface ResourceDefinition<
  Services,
  InputSchema extends z.ZodObject = z.ZodObject,
  OutputSchema extends z.ZodObject = z.ZodObject,
> {
  /** Type token such as `file:index:File`. */
  readonly token: string;
  readonly description: string;
  readonly inputs: InputSchema;
  readonly outputs: OutputSchema;
  /**
   * Outputs that a preview can know. Those left out are unknown for a creation and keep their old value for an update.
   */
  preview?(
    request: PreviewRequest<z.output<InputSchema>, z.output<OutputSchema>>,
  ): Partial<MaybeUnknown<z.output<OutputSchema>>>;
  /** Outputs that need an update although no input changed. Makes no call. */
  due?(
    state: z.output<InputSchema> & z.output<OutputSchema>,
    news: MaybeUnknown<z.output<InputSchema>>,
    clock: Clock,
  ): readonly string[];
  /** Whether a replacement deletes first, because old and new cannot exist together. Default: create first. */
  deleteBeforeReplace?(changed: ReadonlySet<string>): boolean;
  /** Shown in each preview and deployment of an existing resource, changed or not. Makes no call. */
  warning?(request: WarningRequest<z.output<InputSchema>, z.output<OutputSchema>>): Warning | undefined;
  readonly bridged?: Bridged<Services>;
  readonly list?: ListDefinition<Services>;
  lifecycle(services: Services): Lifecycle<z.output<InputSchema>, z.output<OutputSchema>>;
}

/** Gives the functions of a resource the types of its schemas. Returns the definition as it is. */
export function defineResource<Services, I extends z.ZodObject, O extends z.ZodObject>(
  definition: ResourceDefinition<Services, I, O>,
): ResourceDefinition<Services, I, O> {
  return definition;
}

/** A resource that exists, whether or not a stack has it. */
export interface Listed {
  /** Id by which it can be imported. */
  readonly id: string;
  /** A name for people; may be empty. */
  readonly name: string;
}

/** How tools find the resources of a type that exist, such as `pulumi do` to import them. */
export interface ListDefinition<Services, QuerySchema extends z.ZodObject = z.ZodObject> {
  /** What to look for, and where. */
  readonly query: QuerySchema;
  /** All of them, in the same order each time. */
  run(services: Services, query: z.output<QuerySchema>, context: OperationContext): Promise<readonly Listed[]>;
}

/** Gives `run` the type of the query. Returns the definition as it is. */
export function defineList<Services, Q extends z.ZodObject>(
  definition: ListDefinition<Services, Q>,
): ListDefinition<Services, Q> {
  return definition;
}

/** A function for programs (`pulumi.runtime.invoke`). It looks something up and changes nothing. */
export interface FunctionDefinition<
  Services,
  InputSchema extends z.ZodObject = z.ZodObject,
  OutputSchema extends z.ZodObject = z.ZodObject,
> {
  /** Token such as `file:index:getFile`. */
  readonly token: string;
  readonly description: string;
  readonly inputs: InputSchema;
  readonly outputs: OutputSchema;
  run(services: Services, inputs: z.output<InputSchema>, context: OperationContext): Promise<z.output<OutputSchema>>;
}

/** Gives `run` the types of the schemas. Returns the definition as it is. */
export function defineFunction<Services, I extends z.ZodObject, O extends z.ZodObject>(
  definition: FunctionDefinition<Services, I, O>,
): FunctionDefinition<Services, I, O> {
  return definition;
}

/** A resource provider: its name, its settings, its resources and functions. */
export interface ProviderDefinition<ConfigSchema extends z.ZodObject = z.ZodObject, Services = unknown> {
  /** Package name, the part of each token before the first colon, and the namespace of its stack settings. */
  readonly name: string;
  /** Semantic version of the plugin. */
  readonly version: string;
  /** Name for people, in the package schema. */
  readonly displayName: string;
  readonly description: string;
  readonly metadata?: PackageMetadata;
  /** Schema of the settings. `z.object({})` when there are none. */
  readonly config: ConfigSchema;
  /** Whether a setting that the stack does not set may come from its environment variable. Default: yes. */
  takesFromEnvironment?(setting: string, settings: Properties, environment: Environment): boolean;
  /** A warning for a preview in which settings differ from the last deployment's. Holds no secret. */
  configWarning?(olds: Properties, news: Properties): string | undefined;
  /**
   * Makes what the lifecycles share from checked settings. Makes no call.
   *
   * @param earlier settings of earlier deployments, as far as the engine has sent them to this process
   */
  connect(config: z.output<ConfigSchema>, earlier: () => readonly z.output<ConfigSchema>[]): Services;
  readonly resources: readonly ResourceDefinition<Services>[];
  readonly functions?: readonly FunctionDefinition<Services>[];
  /** Components for programs in any language. Loaded with the first Construct. */
  components?(): Promise<readonly ComponentDefinition[]>;
  /** The package schema, if it is kept in a file. Default: made from this definition, without examples. */
  schema?(): Promise<object>;
}
