import { setTimeout as delay } from "node:timers/promises";

/** The time, as an argument: tests travel in it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Waits; rejects with the signal's reason when that aborts first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    try {
      await delay(milliseconds, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
};
