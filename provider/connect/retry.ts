import type { Clock } from "../../provider-kit/clock.ts";
import type { OperationContext } from "../../provider-kit/resource.ts";
import { ConcurrencyLimit } from "./concurrencyLimit.ts";
import { ApiError } from "./errors.ts";

/** What a call may use beside its arguments. */
export interface CallContext {
  readonly signal: AbortSignal;
  /** Shows progress while a call waits. */
  status(message: string): void;
}

/** What a call may use of an operation's context. */
export function calls({ signal, log }: OperationContext): CallContext {
  return { signal, status: (message) => log.status(message) };
}

export interface RetryOptions {
  readonly clock: Clock;
  /** A number from 0 (inclusive) to 1, for jitter. */
  readonly random: () => number;
  readonly maxRetries: number;
}

/** Whether a call may be repeated although the API may have handled it. */
export type Repeatable = "always" | "ifNotHandled";

const FIRST_DELAY = 500;
const LONGEST_DELAY = 15_000;
const LONGEST_RETRY_AFTER = 60_000;
/** Waits and calls together. The last attempt may still use its own time limit. */
const OVERALL_LIMIT = 5 * 60_000;

/**
 * Runs calls and repeats them where that is safe. There is one for the whole process: a rate limit that one call meets holds
 * back all of them and lowers the concurrency limit.
 */
export class Retry {
  readonly #options: RetryOptions;
  readonly #limit = new ConcurrencyLimit();
  #notBefore = 0;

  constructor(options: RetryOptions) {
    this.#options = options;
  }

  run<T>(repeatable: Repeatable, context: CallContext, call: () => Promise<T>): Promise<T> {
    return this.#limit.run(context.signal, () => this.#tryUntilDone(repeatable, context, call));
  }

  async #tryUntilDone<T>(repeatable: Repeatable, context: CallContext, call: () => Promise<T>): Promise<T> {
    const { clock, maxRetries } = this.#options;
    const deadline = clock.now() + OVERALL_LIMIT;
    for (let attempt = 0; ; attempt++) {
      await this.#waitForRateLimit(context);
      context.signal.throwIfAborted();
      try {
        const result = await call();
        this.#limit.speedUp();
        return result;
      } catch (error) {
        if (context.signal.aborted) throw context.signal.reason;
        if (!(error instanceof ApiError)) throw error;
        const delay = this.#delay(error, attempt);
        if (error.reason === "rateLimit") this.#holdBack(delay);
        if (!isRepeatable(error, repeatable) || attempt >= maxRetries) throw error;
        if (clock.now() + delay > deadline) throw error;
        await this.#pause(error, delay, attempt, context);
      }
    }
  }

  /** Waits between two attempts of work that is more than one call. */
  async backOff(attempt: number, context: CallContext, reason: string): Promise<void> {
    const delay = this.#jitter(attempt);
    context.status(`waiting ${seconds(delay)}: ${reason}`);
    await this.#options.clock.sleep(delay, context.signal);
  }

  get maxRetries(): number {
    return this.#options.maxRetries;
  }

  #holdBack(delay: number): void {
    this.#notBefore = Math.max(this.#notBefore, this.#options.clock.now() + delay);
    this.#limit.slowDown();
  }

  async #pause(error: ApiError, delay: number, attempt: number, context: CallContext): Promise<void> {
    const { clock, maxRetries } = this.#options;
    // A rate limit is waited for by all calls together.
    if (error.reason === "rateLimit") return;
    context.status(`waiting ${seconds(delay)}: ${error.message} (attempt ${attempt + 1} of ${maxRetries + 1})`);
    await clock.sleep(delay, context.signal);
  }

  async #waitForRateLimit(context: CallContext): Promise<void> {
    const { clock } = this.#options;
    for (let wait = this.#notBefore - clock.now(); wait > 0; wait = this.#notBefore - clock.now()) {
      context.status(`waiting ${seconds(wait)}: the API's rate limit`);
      await clock.sleep(wait, context.signal);
    }
  }

  #delay(error: ApiError, attempt: number): number {
    if (error.retryAfter === undefined) return this.#jitter(attempt);
    return Math.min(error.retryAfter, LONGEST_RETRY_AFTER);
  }

  /** Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
  #jitter(attempt: number): number {
    return this.#options.random() * Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** attempt);
  }
}

function isRepeatable(error: ApiError, repeatable: Repeatable): boolean {
  return error.transient && (repeatable === "always" || error.handled === "no");
}

function seconds(milliseconds: number): string {
  return `${Math.max(1, Math.round(milliseconds / 1000))} s`;
}
