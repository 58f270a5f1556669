import { ProviderError } from "./errors.ts";
import type { Sdk } from "./sdk.ts";

type Fail = (reason: unknown) => void;

const bySdk = new WeakMap<Sdk, ConstructCalls>();

/** The calls of Construct that are under way. The SDK reports what fails behind a constructor as an unhandled rejection. */
export class ConstructCalls {
  readonly #sdk: Sdk;
  /** By the SDK's store of each call. */
  readonly #running = new Map<object, Fail>();
  readonly #ended = new WeakSet<object>();

  static of(sdk: Sdk): ConstructCalls {
    const existing = bySdk.get(sdk);
    if (existing !== undefined) return existing;
    const calls = new ConstructCalls(sdk);
    bySdk.set(sdk, calls);
    process.on("unhandledRejection", (reason) => calls.#fail(reason));
    return calls;
  }

  private constructor(sdk: Sdk) {
    this.#sdk = sdk;
  }

  /**
   * Runs one call apart from the others, until it ends or something in it fails. When the engine ends a deployment, the SDK
   * keeps quiet and the call stays open: an answer would appear as an error beside the one that matters.
   */
  run<Result>(call: () => Promise<Result>): Promise<Result> {
    return this.#sdk.withLocalStorage(async () => {
      const store = this.#sdk.getLocalStore() ?? {};
      const { promise: failed, reject } = Promise.withResolvers<never>();
      this.#running.set(store, reject);
      try {
        return await Promise.race([call(), failed]);
      } catch (error) {
        throw explained(error);
      } finally {
        this.#running.delete(store);
        this.#ended.add(store);
      }
    });
  }

  /** What fails outside of a call is a bug of the plugin and ends it, as without this class. */
  #fail(reason: unknown): void {
    const store = this.#sdk.getLocalStore();
    if (store !== undefined && this.#ended.has(store)) return;
    const fail = store && this.#running.get(store);
    if (fail === undefined) throw reason;
    fail(reason);
  }
}

/** A component and the SDK raise plain errors on purpose, with a message for people. A bug is a TypeError or the like. */
function explained(error: unknown): unknown {
  return error instanceof Error && error.name === "Error" ? new ProviderError(error.message, { cause: error }) : error;
}
