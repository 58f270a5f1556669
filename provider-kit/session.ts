import type { z } from "zod";
import { checkProperties, type Failure } from "./check.ts";
import type { Clock } from "./clock.ts";
import type { ComponentDefinition } from "./component.ts";
import { EngineLog } from "./engineLog.ts";
import { ProviderError } from "./errors.ts";
import { Redactor } from "./redact.ts";
import type {
  Environment,
  FunctionDefinition,
  Lifecycle,
  OperationContext,
  ProviderDefinition,
  ResourceDefinition,
} from "./resource.ts";
import { asSecret, newProperties, type Properties, type PropertyValue, plainProperties } from "./values.ts";

export type AnyFunction = FunctionDefinition<unknown>;
export type AnyResource = ResourceDefinition<unknown>;
export type AnyLifecycle = Lifecycle<Record<string, unknown>, Record<string, unknown>>;

export interface SessionOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly engineAddress?: string;
}

/** Inputs that the engine and the SDKs add to a provider. */
const ENGINE_KEYS: ReadonlySet<string> = new Set(["version", "pluginDownloadURL", "__internal", "__defaults"]);

const LONGEST_TIMER = 2 ** 31 - 1;

/** One run of the plugin: its settings, the lifecycles made from them, cancellation, and the secrets seen so far. */
export class Session {
  readonly definition: ProviderDefinition;
  readonly redactor = new Redactor();
  readonly log: EngineLog;
  readonly clock: Clock;
  /** URNs of the resources in this run's program. A refresh compares resources too, but checks none. */
  readonly registered = new Set<string>();
  readonly #environment: Environment;
  readonly #cancelled = new AbortController();
  readonly #lifecycles = new Map<string, AnyLifecycle>();
  readonly #earlier: Properties[] = [];
  #services: { readonly made: unknown } | undefined;

  constructor(definition: ProviderDefinition, options: SessionOptions) {
    this.definition = definition;
    this.clock = options.clock;
    this.#environment = options.environment;
    this.log = new EngineLog(options.engineAddress, this.redactor);
  }

  cancel(): void {
    this.#cancelled.abort(new ProviderError("cancelled: the engine asked to stop"));
  }

  /**
   * Checks the provider's settings. A value from the environment is checked too, and kept in the state unless it is
   * secret, so that a later run shows when it changed.
   */
  checkConfig(news: Properties): { inputs: Properties; failures: readonly Failure[] } {
    const { settings, fromEnvironment, engineKeys } = this.#settings(news);
    const { inputs, failures } = checkProperties(this.definition.config, settings);
    const kept = newProperties(Object.entries(engineKeys));
    for (const [name, value] of Object.entries(inputs)) {
      const given = Object.hasOwn(news, name);
      const secret = this.definition.config.shape[name]?.meta()?.secret === true;
      const written = typeof value === "string" ? value : (news[name] as PropertyValue);
      if (given) kept[name] = secret ? asSecret(news[name] as PropertyValue) : written;
      else if (fromEnvironment.has(name) && !secret) kept[name] = value;
    }
    return { inputs: kept, failures };
  }

  /** The settings with each string as {@link checkConfig} writes it. */
  normalized(settings: Properties): Properties {
    const { inputs } = checkProperties(this.definition.config, settings);
    const texts = Object.entries(inputs).filter(
      ([name, value]) => Object.hasOwn(settings, name) && typeof value === "string",
    );
    return newProperties([...Object.entries(settings), ...texts]);
  }

  /** Records settings of an earlier run. */
  remember(settings: Properties): void {
    this.redactor.learn(settings);
    this.#earlier.push(settings);
  }

  configure(args: Properties): void {
    const { settings } = this.#settings(args);
    const { inputs, failures } = checkProperties(this.definition.config, settings);
    if (failures.length > 0) {
      throw new ProviderError(
        failures.map(({ property, reason }) => `${this.definition.name}:${property}: ${reason}`).join("\n"),
      );
    }
    this.redactor.learn(inputs);
    this.#lifecycles.clear();
    const { config } = this.definition;
    const earlier = () => this.#earlier.map((each) => config.safeParse(plainProperties(each)).data).filter(isDefined);
    this.#services = { made: this.definition.connect(config.parse(plainProperties(inputs)), earlier) };
  }

  resource(type: string): AnyResource {
    const resource = this.definition.resources.find(({ token }) => token === type);
    if (resource === undefined) {
      const known = this.definition.resources.map(({ token }) => token).join(", ");
      throw new ProviderError(`the ${this.definition.name} provider has no resource type ${type}; it has ${known}`);
    }
    return resource;
  }

  async component(type: string): Promise<ComponentDefinition> {
    const components = await this.definition.components?.();
    const found = components?.find(({ token }) => token === type);
    if (found === undefined) throw new ProviderError(`the ${this.definition.name} provider has no component ${type}`);
    return found;
  }

  function(token: string): AnyFunction {
    const found = this.definition.functions?.find((each) => each.token === token);
    if (found === undefined) throw new ProviderError(`the ${this.definition.name} provider has no function ${token}`);
    return found;
  }

  /** What the provider made from its settings. */
  services(): unknown {
    if (this.#services === undefined)
      throw new ProviderError(`the ${this.definition.name} provider is not configured yet`);
    return this.#services.made;
  }

  lifecycle(resource: AnyResource): AnyLifecycle {
    const services = this.services();
    const existing = this.#lifecycles.get(resource.token);
    if (existing !== undefined) return existing;
    const lifecycle = resource.lifecycle(services);
    this.#lifecycles.set(resource.token, lifecycle);
    return lifecycle;
  }

  /** Undefined while the settings are unknown, as they may be in a preview. */
  knownLifecycle(resource: AnyResource): AnyLifecycle | undefined {
    return this.#services === undefined ? undefined : this.lifecycle(resource);
  }

  /** @param timeout seconds the operation may take; 0 for no limit */
  context(urn: string, timeout: number): OperationContext {
    const signals = [this.#cancelled.signal];
    if (timeout > 0) signals.push(timeLimit(timeout));
    return {
      urn,
      signal: AbortSignal.any(signals),
      clock: this.clock,
      log: this.log.forResource(urn),
    };
  }

  #settings(news: Properties) {
    const settings = newProperties();
    const engineKeys = newProperties();
    for (const [name, value] of Object.entries(news)) (ENGINE_KEYS.has(name) ? engineKeys : settings)[name] = value;
    const fromEnvironment = new Set<string>();
    for (const [name, property] of Object.entries(this.definition.config.shape)) {
      const variables = [(property as z.ZodType).meta()?.env ?? []].flat();
      const value = variables.map((variable) => this.#environment[variable]).find((each) => each);
      if (settings[name] !== undefined || value === undefined) continue;
      if (this.definition.takesFromEnvironment?.(name, settings, this.#environment) === false) continue;
      settings[name] = value;
      fromEnvironment.add(name);
    }
    return { settings, fromEnvironment, engineKeys };
  }
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}

function timeLimit(seconds: number): AbortSignal {
  const controller = new AbortController();
  // Node fires a longer timer at once.
  if (seconds * 1000 > LONGEST_TIMER) return controller.signal;
  const reason = `stopped: the operation took longer than the ${seconds} s that its customTimeouts allow`;
  setTimeout(() => controller.abort(new ProviderError(reason)), seconds * 1000).unref();
  return controller.signal;
}
