import { beforeEach, describe, expect, test } from "@jest/globals";
import { ApiError } from "../../../provider/connect/errors.ts";
import { type CallContext, Retry } from "../../../provider/connect/retry.ts";
import { SimulatedClock } from "../support/clock.ts";

type Details = ConstructorParameters<typeof ApiError>[1];

let clock: SimulatedClock;
let shown: string[];
let context: CallContext;

beforeEach(() => {
  clock = new SimulatedClock();
  shown = [];
  context = { signal: new AbortController().signal, status: (message) => shown.push(message) };
});

function failure(details: Partial<Details> = {}): ApiError {
  const defaults = {
    reason: "server",
    code: "unavailable",
    requestId: undefined,
    handled: "maybe",
    transient: true,
    retryAfter: undefined,
  };
  return new ApiError("try later", { ...defaults, ...details } as Details);
}
const rateLimit = (retryAfter?: number) => failure({ reason: "rateLimit", handled: "no", retryAfter });

/** Fails with these errors in turn, then succeeds. */
function call(...errors: Error[]) {
  const attempts: number[] = [];
  const run = async () => {
    const error = errors[attempts.length];
    attempts.push(clock.now());
    if (error !== undefined) throw error;
    return "done";
  };
  return { run, attempts };
}
const retry = (maxRetries = 6, random = () => 0.5) => new Retry({ clock, random, maxRetries });

describe("which failures are retried", () => {
  const CASES: [string, Error, always: boolean, ifNotHandled: boolean][] = [
    ["a transient one that was not handled", failure({ handled: "no" }), true, true],
    ["a transient one that may have been handled", failure(), true, false],
    ["a lasting one", failure({ transient: false, handled: "no" }), false, false],
    ["a rate limit", rateLimit(), true, true],
    ["one that is not the API's", new TypeError("a bug"), false, false],
  ];
  test.each(CASES)("%s", async (_name, error, always, ifNotHandled) => {
    for (const [repeatable, repeated] of [
      ["always", always],
      ["ifNotHandled", ifNotHandled],
    ] as const) {
      const { run, attempts } = call(error);
      const outcome = await retry()
        .run(repeatable, context, run)
        .catch((reason: unknown) => reason);
      expect(outcome).toBe(repeated ? "done" : error);
      expect(attempts.length).toBe(repeated ? 2 : 1);
    }
  });

  test("no more often than allowed, and the last failure is reported", async () => {
    const errors = Array.from({ length: 9 }, () => failure());
    const { run, attempts } = call(...errors);
    await expect(retry(3).run("always", context, run)).rejects.toBe(errors[3]);
    expect(attempts.length).toBe(4);
    const once = call(failure());
    await expect(retry(0).run("always", context, once.run)).rejects.toThrow("try later");
    expect(once.attempts.length).toBe(1);
  });
});

describe("how long it waits", () => {
  test("doubles, up to a cap, with full jitter", async () => {
    await retry(8, () => 1).run("always", context, call(...Array.from({ length: 8 }, () => failure())).run);
    expect(clock.sleeps).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    clock.sleeps.length = 0;
    await retry(8, () => 0.25).run("always", context, call(failure(), failure()).run);
    expect(clock.sleeps).toEqual([125, 250]);
    expect(shown[0]).toBe("waiting 1 s: try later (attempt 1 of 9)");
  });

  test("is what the API asks for", async () => {
    await retry().run("always", context, call(failure({ retryAfter: 532 }), rateLimit(12_000)).run);
    expect(clock.sleeps).toEqual([532, 12_000]);
    expect(shown.at(-1)).toBe("waiting 12 s: the API's rate limit");
  });

  test("is capped when the API asks for too much", async () => {
    await retry().run("always", context, call(rateLimit(86_400_000)).run);
    expect(clock.sleeps).toEqual([60_000]);
  });

  test("ends before the overall limit of five minutes", async () => {
    const { run, attempts } = call(...Array.from({ length: 20 }, () => rateLimit(60_000)));
    const start = clock.now();
    await expect(retry(20).run("always", context, run)).rejects.toThrow("try later");
    expect(attempts.length).toBe(6);
    expect(clock.now() - start).toBe(300_000);
  });
});

describe("a rate limit that one call meets", () => {
  test("holds all others back", async () => {
    const shared = retry();
    const [first, second] = [call(rateLimit(10_000)), call()];
    const start = clock.now();
    clock.onSleep = () => {
      clock.onSleep = () => undefined;
      // While the first one waits, another starts.
      void shared.run("always", context, second.run);
    };
    await shared.run("always", context, first.run);
    await shared.run("always", context, call().run);
    expect(first.attempts).toEqual([start, start + 10_000]);
    expect(second.attempts.length).toBe(1);
    expect(second.attempts[0]).toBeGreaterThanOrEqual(start + 10_000);
  });

  test("holds them back even when that one may not try again", async () => {
    const shared = retry(0);
    const start = clock.now();
    await expect(shared.run("always", context, call(rateLimit(10_000)).run)).rejects.toThrow("try later");
    const next = call();
    await shared.run("always", context, next.run);
    expect(next.attempts).toEqual([start + 10_000]);
  });

  test("ends when its time is over", async () => {
    const shared = retry();
    await shared.run("always", context, call(rateLimit(1_000)).run);
    clock.advance(1);
    clock.sleeps.length = 0;
    await shared.run("always", context, call().run);
    expect(clock.sleeps).toEqual([]);
  });
});

describe("cancelling", () => {
  const reason = new Error("cancelled");

  test.each([
    ["a back-off", failure()],
    ["the wait for a rate limit", rateLimit(1_000)],
  ])("ends %s", async (_name, error) => {
    const controller = new AbortController();
    clock.onSleep = () => controller.abort(reason);
    const { run, attempts } = call(error);
    await expect(retry().run("always", { ...context, signal: controller.signal }, run)).rejects.toBe(reason);
    expect(attempts.length).toBe(1);
  });

  test("during a call ends with the reason, whatever the call returns", async () => {
    const controller = new AbortController();
    const run = () => {
      controller.abort(reason);
      return Promise.reject(failure());
    };
    await expect(retry().run("always", { ...context, signal: controller.signal }, run)).rejects.toBe(reason);
  });

  test("before a call makes none", async () => {
    const { run, attempts } = call();
    const signal = AbortSignal.abort(reason);
    await expect(retry().run("always", { ...context, signal }, run)).rejects.toBe(reason);
    expect(attempts).toEqual([]);
  });

  test("ends the back-off between attempts of work that is more than one call", async () => {
    await retry().backOff(3, context, "the answer was lost");
    expect(clock.sleeps).toEqual([2_000]);
    expect(shown).toEqual(["waiting 2 s: the answer was lost"]);
    await expect(retry().backOff(0, { ...context, signal: AbortSignal.abort(reason) }, "x")).rejects.toBe(reason);
  });
});
