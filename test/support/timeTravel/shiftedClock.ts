import { type Clock, systemClock } from "../../../provider/server/clock.ts";

/** The system's clock, so many milliseconds ahead. It runs, and waits, as fast as the system's. */
export function shiftedClock(ahead: () => number): Clock {
  return { now: () => systemClock.now() + ahead(), sleep: systemClock.sleep };
}
