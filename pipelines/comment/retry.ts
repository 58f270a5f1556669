import { setTimeout as pause } from "node:timers/promises";
import { ApiError } from "./http.ts";

const PAUSES_MS = [1_000, 4_000, 15_000];

/** How to wait between tries. */
export type Wait = (milliseconds: number) => Promise<unknown>;

/**
 * Tries again what failed for a reason that passes, up to three times. What is tried must be as good twice as once: the answer
 * may have been lost after the work was done.
 */
export async function persistently<Result>(attempt: () => Promise<Result>, wait: Wait = pause): Promise<Result> {
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
