import type { z } from "zod";
import type { Failure } from "./check.ts";
import type { Clock } from "./clock.ts";
import type { Change } from "./diff.ts";
import type { Properties, UNKNOWN } from "./values.ts";

declare module "zod" {
  interface GlobalMeta {
    /** The property never appears in plain text: in state, previews or logs. */
    secret?: boolean;
    /** A changed value replaces the resource. */
    replaces?: boolean;
    /** Environment variable that supplies a provider setting which the stack leaves unset. */
    env?: string;
  }
}

/** Environment variables, by name. */
export type Environment = { readonly [name: string]: string | undefined };

/** What an operation may use besides its arguments. */
export interface OperationContext {
  /** The resource's URN in the stack, for messages: `urn:pulumi:<stack>::<project>::<types>::<name>`. */
  readonly urn: string;
  /** Aborted when the engine cancels (Ctrl-C) or the operation's custom timeout is over. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly log: ResourceLog;
}

/** Messages to the engine about the resource at hand. None may hold a secret. */
export interface ResourceLog {
  /** Transient progress, shown beside the resource while the operation runs. */
  status(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export type MaybeUnknown<T> = { [K in keyof T]: T[K] | typeof UNKNOWN };

/** What a preview knows when it asks for the outputs an operation would give. */
export interface PreviewRequest<Inputs, Outputs> {
  readonly news: MaybeUnknown<Inputs>;
  /** The state before an update; undefined for a creation. */
  readonly old: (Inputs & Outputs) | undefined;
  /** Names of the inputs that differ from the last deployment's; all that are set, for a creation. */
  readonly changed: ReadonlySet<string>;
}

/** What a warning may rest on. */
export interface WarningRequest<Inputs, Outputs> {
  readonly state: Inputs & Outputs;
  readonly news: MaybeUnknown<Inputs>;
  /** Names of the inputs that differ from the last deployment's, and of the outputs an update is due for. */
  readonly changed: ReadonlySet<string>;
  readonly clock: Clock;
}

/** A message to people. An error asks for action and stops nothing. */
export interface Warning {
  readonly severity: "warn" | "error";
  readonly message: string;
}

export interface ReadResult<Inputs, Outputs> {
  /** As far as the API shows them; what it hides is left out and keeps the state's value. */
  readonly inputs: Partial<Inputs>;
  readonly outputs: Outputs;
}

/** An output because of which a resource is updated or replaced. */
export interface OutputChange {
  readonly property: string;
  readonly replaces: boolean;
}

/**
 * What a resource does at its API. Works on plain values: the server takes secret marks off before and puts them back
 * after, by the schema's `secret` mark and by what the program had marked.
 */
export interface Lifecycle<Inputs, Outputs> {
  /** Told of each resource of the program before it is compared or made. Makes no call. What it returns refuses the inputs. */
  check?(inputs: MaybeUnknown<Inputs>, urn: string): readonly Failure[];
  /**
   * Told of each resource of the program that the state has already; `replaces`: an input asks for a replacement. Returns
   * outputs that ask for a change although no input does. Makes no call.
   */
  diff?(id: string, urn: string, state: Inputs & Outputs, replaces: boolean): readonly OutputChange[];
  create(inputs: Inputs, context: OperationContext): Promise<{ id: string; outputs: Outputs }>;
  /** The live resource, or undefined when it is gone. `state` is undefined for an import; `inputs` as for a deletion. */
  read(
    id: string,
    state: (Inputs & Outputs) | undefined,
    context: OperationContext,
    inputs?: Partial<Inputs>,
  ): Promise<ReadResult<Inputs, Outputs> | undefined>;
  update(id: string, old: Inputs & Outputs, news: Inputs, context: OperationContext): Promise<Outputs>;
  /** Succeeds when the resource does not exist. After an update that failed half-way, `inputs` are what it was to have. */
  delete(id: string, state: Inputs & Outputs, context: OperationContext, inputs?: Partial<Inputs>): Promise<void>;
}

/** What a provider that is bridged from Terraform looks at while it plans. */
export interface BridgedPlan {
  /** Undefined for a creation. */
  readonly state: Properties | undefined;
  readonly news: Properties;
}

/** Where a provider that is bridged from Terraform differs from ours; what stands in for one needs it. */
export interface Bridged<Services> {
  /** What differs, by property path: the state is compared, not the inputs of the last deployment. */
  changes(state: Properties, news: Properties): Change[];
  /** Asks the API with each plan: in a diff, in the preview of a creation or an update, and before either. */
  plan?(services: Services, plan: BridgedPlan, context: OperationContext): Promise<void>;
}

/**
 * One resource type. `inputs` and `outputs` are the single source of its types, check failures, defaults, secret and
 * replace marks, descriptions and package schema. A property's name stands in one of the two only.
 */
export interface ResourceDefinition<
  Services,
  InputSchema extends z.ZodObject = z.ZodObject,
  OutputSchema extends z.ZodObject = z.ZodObject,
> {
  /** Type token such as `gitpod:index:AuthProvider`. */
  readonly token: string;
  readonly description: string;
  readonly inputs: InputSchema;
  readonly outputs: OutputSchema;
  /**
   * Outputs as far as a preview can know them; those left out are unknown for a creation and keep their old value for an
   * update.
   */
  preview?(
    request: PreviewRequest<z.output<InputSchema>, z.output<OutputSchema>>,
  ): Partial<MaybeUnknown<z.output<OutputSchema>>>;
  /** Names of outputs because of which an update is due although no input changed. Makes no call. */
  due?(
    state: z.output<InputSchema> & z.output<OutputSchema>,
    news: MaybeUnknown<z.output<InputSchema>>,
    clock: Clock,
  ): readonly string[];
  /** Whether a replacement has to delete first, because old and new cannot stand side by side. Default: create first. */
  deleteBeforeReplace?(changed: ReadonlySet<string>): boolean;
  /** What to tell people with each preview and deployment of an existing resource, changed or not. Makes no call. */
  warning?(request: WarningRequest<z.output<InputSchema>, z.output<OutputSchema>>): Warning | undefined;
  readonly bridged?: Bridged<Services>;
  lifecycle(services: Services): Lifecycle<z.output<InputSchema>, z.output<OutputSchema>>;
}

/** Keeps the schema types of a definition together with its functions. */
export function defineResource<Services, I extends z.ZodObject, O extends z.ZodObject>(
  definition: ResourceDefinition<Services, I, O>,
): ResourceDefinition<Services, I, O> {
  return definition;
}

/** A function that programs may call (`pulumi.runtime.invoke`): it looks something up and changes nothing. */
export interface FunctionDefinition<
  Services,
  InputSchema extends z.ZodObject = z.ZodObject,
  Outputs extends Properties = Properties,
> {
  /** Token such as `azuread:index/getServicePrincipal:getServicePrincipal`. */
  readonly token: string;
  readonly inputs: InputSchema;
  run(services: Services, inputs: z.output<InputSchema>, context: OperationContext): Promise<Outputs>;
}

/** Keeps the schema types of a function together with its code. */
export function defineFunction<Services, I extends z.ZodObject>(
  definition: FunctionDefinition<Services, I>,
): FunctionDefinition<Services, I> {
  return definition;
}

/** A resource provider: its name, its settings, its resources and functions. */
export interface ProviderDefinition<ConfigSchema extends z.ZodObject = z.ZodObject, Services = unknown> {
  /** Package name, the part of each token before the first colon, and the namespace of its stack settings. */
  readonly name: string;
  readonly version: string;
  readonly displayName: string;
  readonly description: string;
  readonly config: ConfigSchema;
  /** Whether a setting that the stack leaves out may come from its environment variable. Default: it may. */
  takesFromEnvironment?(setting: string, settings: Properties, environment: Environment): boolean;
  /** What to tell people when a preview finds that settings differ from the last deployment's. Holds no secret. */
  configWarning?(olds: Properties, news: Properties): string | undefined;
  /**
   * Makes what the lifecycles share, from checked settings. Makes no call.
   *
   * @param earlier settings with which the provider ran in earlier deployments, as far as the engine has told this process
   */
  connect(config: z.output<ConfigSchema>, earlier: () => readonly z.output<ConfigSchema>[]): Services;
  readonly resources: readonly ResourceDefinition<Services>[];
  readonly functions?: readonly FunctionDefinition<Services>[];
}
