import { expect, test } from "@jest/globals";
import { ConcurrencyLimit } from "../../../provider/connect/concurrencyLimit.ts";
import { ApiError } from "../../../provider/connect/errors.ts";
import { Retry } from "../../../provider/connect/retry.ts";
import { systemClock } from "../../../provider-kit/clock.ts";

const never = new AbortController().signal;

/** Lets waiting work start. */
async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await Promise.resolve();
}

/** Work that runs until the test ends it, and what has started. */
function workshop() {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    started,
    work: (name: string) => () => {
      started.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    },
    end: (name: string) => {
      ends.get(name)?.();
      return settled();
    },
  };
}

test("ten run at once, the others in the order of asking", async () => {
  const turns = new ConcurrencyLimit();
  const { started, work, end } = workshop();
  const names = Array.from({ length: 13 }, (_, place) => `${place}`);
  const all = names.map((name) => turns.run(never, work(name)));
  expect(started).toEqual(names.slice(0, 10));
  await end("4");
  expect(started).toEqual(names.slice(0, 11));
  for (const name of names) await end(name);
  await Promise.all(all);
  expect(started).toEqual(names);
});

test("slowDown lets fewer run, down to one, and speedUp lets more run step by step", async () => {
  const turns = new ConcurrencyLimit();
  const { started, work, end } = workshop();
  for (let i = 0; i < 9; i++) turns.slowDown();
  const all = ["a", "b", "c"].map((name) => turns.run(never, work(name)));
  expect(started).toEqual(["a"]);
  turns.speedUp();
  await settled();
  expect(started).toEqual(["a", "b"]);
  for (const name of ["a", "b", "c"]) await end(name);
  await Promise.all(all);
});

test("a failure frees its turn, and a cancelled caller gives up its turn", async () => {
  const turns = new ConcurrencyLimit();
  for (let i = 0; i < 9; i++) turns.slowDown();
  const { started, work, end } = workshop();
  const failing = turns.run(never, async () => {
    await Promise.resolve();
    throw new Error("broken");
  });
  const cancel = new AbortController();
  const cancelled = turns.run(cancel.signal, work("cancelled"));
  const last = turns.run(never, work("last"));
  cancel.abort(new Error("cancelled"));
  await expect(cancelled).rejects.toThrow("cancelled");
  await expect(failing).rejects.toThrow("broken");
  expect(started).toEqual(["last"]);
  await end("last");
  await last;
});

test("200 calls at once all succeed under a rate limit of 8, with at most 3 attempts each", async () => {
  const MOMENT = 20;
  let used = { moment: 0, calls: 0 };
  let refused = 0;
  const api = async () => {
    await systemClock.sleep(1);
    const moment = Math.floor(systemClock.now() / MOMENT);
    if (used.moment !== moment) used = { moment, calls: 0 };
    if (++used.calls <= 8) return "done";
    refused++;
    const retryAfter = MOMENT - (systemClock.now() % MOMENT);
    const limit = { reason: "rateLimit", code: "resource_exhausted", handled: "no", transient: true } as const;
    throw new ApiError("rate limit exceeded", { ...limit, requestId: undefined, retryAfter });
  };
  const retry = new Retry({ clock: systemClock, random: Math.random, maxRetries: 2 });
  const context = { signal: never, status: () => undefined };
  const outcomes = await Promise.all(Array.from({ length: 200 }, () => retry.run("ifNotHandled", context, api)));
  expect(new Set(outcomes)).toEqual(new Set(["done"]));
  expect(refused).toBeGreaterThan(0);
});
