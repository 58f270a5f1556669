import type { Clock } from "../../../provider-kit/clock.ts";

/** A clock that jumps: a sleep ends at once and moves the time ahead. */
export class SimulatedClock implements Clock {
  #now: number;
  readonly sleeps: number[] = [];
  /** Called before each sleep, to let something happen meanwhile. */
  onSleep: (milliseconds: number) => void = () => undefined;

  constructor(start = Date.parse("2030-01-01T00:00:00Z")) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const until = this.#now + milliseconds;
    this.onSleep(milliseconds);
    signal?.throwIfAborted();
    this.sleeps.push(milliseconds);
    // Concurrent sleeps overlap.
    this.#now = Math.max(this.#now, until);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
