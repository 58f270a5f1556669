import { setTimeout as pause } from "node:timers/promises";
import { ApiError } from "./http.ts";

const PAUSES_MS = [1_000, 4_000, 15_000];

/** How to wait between tries. */
export type Wait = (milliseconds: number) => Promise<unknown>;

/**
 * Repeats what failed for a transient reason, up to three times. It must be idempotent: an answer may be lost after the work
 * was done.
 */
export async function withRetries<Result>(attempt: () => Promise<Result>, wait: Wait = pause): Promise<Result> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ApiError) || error.retryInMs === undefined) throw error;
      await wait(Math.max(error.retryInMs, pauseMs));
    }
  }
  return attempt();
}
