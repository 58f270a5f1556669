import { ApiError, failedFor } from "./errors.ts";
import type { CallContext, Retry } from "./retry.ts";

/** How to create something, and to recognize it when the answer to its creation was lost. */
export interface Creation<T> {
  /** Sends one request. Fails with an {@link ApiError}. */
  create(): Promise<T>;
  /** What stands in the place now. */
  find(): Promise<T | undefined>;
  /** Whether it can only come from this very creation. */
  isOurs(found: T): boolean;
  /** Brings up to date what a request without an answer has made. */
  adopt(found: T): Promise<T>;
  /** Why something else in the place stops the creation; undefined where it does not. */
  refusal(found: T): Error | undefined;
}

/**
 * Creates something and never makes it twice: after a request whose answer was lost, it looks for the result before it
 * sends another. Nothing may stand in the place at the start.
 */
export async function createOrFind<T>(
  { create, find, isOurs, adopt, refusal }: Creation<T>,
  retry: Pick<Retry, "backOff" | "maxRetries">,
  context: CallContext,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await create();
    } catch (error) {
      if (!mayExist(error)) throw error;
      const found = await find();
      const answerLost = attempt > 0 || error.handled === "maybe";
      if (found !== undefined && answerLost && isOurs(found)) return adopt(found);
      const refused = found && refusal(found);
      if (refused !== undefined) throw refused;
      if (error.reason === "alreadyExists" || attempt >= retry.maxRetries) throw error;
      await retry.backOff(attempt, context, error.message);
    }
  }
}

function mayExist(error: unknown): error is ApiError {
  return failedFor(error, "alreadyExists") || (error instanceof ApiError && error.handled === "maybe");
}
