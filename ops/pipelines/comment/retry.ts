import { setTimeout as pause } from "node:timers/promises";
import { ApiError } from "./http.ts";

const PAUSES_MS = [1_000, 4_000, 15_000];

export type Wait = (milliseconds: number) => Promise<unknown>;

/**
 * Retries after transient failures, up to three times. The attempt must be idempotent, because a response may be lost after the
 * request was handled.
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
