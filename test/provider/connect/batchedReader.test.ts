import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Integration } from "../../../provider/classic/integrationApi.ts";
import { BatchedReader } from "../../../provider/connect/batchedReader.ts";
import { type Clock, systemClock } from "../../../provider-kit/clock.ts";
import { LIVE } from "../classic/support/fakes.ts";

let calls: string[];
let later: number;
let listed: () => Promise<Integration[]>;
let reads: BatchedReader<Integration>;

const clock: Clock = { now: () => Date.now() + later, sleep: systemClock.sleep };
const context = (signal = new AbortController().signal) => ({ signal, status: () => undefined, clock });
const provider = (id: string): Integration => ({ ...LIVE, id });
const read = (id: string, organization = "o") => reads.read(id, organization, context());

beforeEach(() => {
  calls = [];
  later = 0;
  listed = async () => ["1", "2", "3"].map(provider);
  reads = new BatchedReader({
    get: async (id) => {
      calls.push(`get ${id}`);
      return id === "gone" ? undefined : provider(id);
    },
    list: async (organizationId) => {
      calls.push(`list ${organizationId}`);
      return listed();
    },
  });
});

test("a single read asks by id", async () => {
  expect(await read("1")).toEqual(provider("1"));
  expect(calls).toEqual(["get 1"]);
});

test("several reads of one organization share one list, and so do later ones", async () => {
  const found = await Promise.all(["1", "2"].map((id) => read(id)));
  expect([...found, await read("3")]).toEqual(["1", "2", "3"].map(provider));
  expect(calls).toEqual(["list o"]);
});

test("each organization has its own list", async () => {
  await Promise.all([read("1", "o"), read("1", "p"), read("2", "p")]);
  expect(calls.sort()).toEqual(["list o", "list p"]);
});

test("after a first single read, all others use lists", async () => {
  for (const [id, organization] of [
    ["1", "o"],
    ["2", "p"],
    ["1", "p"],
    ["2", "o"],
  ] as const)
    await read(id, organization);
  expect(calls).toEqual(["get 1", "list p", "list o"]);
});

test("one that the list lacks is read by id before it counts as gone", async () => {
  const found = await Promise.all([read("1"), read("hidden"), read("gone")]);
  expect(found).toEqual([provider("1"), provider("hidden"), undefined]);
  expect(calls).toEqual(["list o", "get hidden", "get gone"]);
});

test("a single one that is not found counts as gone only if the list lacks it too", async () => {
  expect(await read("gone")).toBeUndefined();
  expect(calls).toEqual(["get gone", "list o"]);
  listed = () => Promise.reject(new Error("Organization not found."));
  await expect(read("gone", "p")).rejects.toThrow("Organization not found.");
});

test("a list for creations leaves out what this process has changed", async () => {
  expect(await reads.list("o", context())).toEqual(["1", "2", "3"].map(provider));
  reads.forget("o", "2");
  expect(await reads.list("o", context())).toEqual(["1", "3"].map(provider));
  expect(calls).toEqual(["list o"]);
});

describe("a list is not used", () => {
  beforeEach(async () => {
    await Promise.all([read("1"), read("2")]);
    calls = [];
  });

  test("once everything read is forgotten", async () => {
    reads.forget("o");
    await read("1");
    expect(calls).toEqual(["list o"]);
  });

  test("for what this process has changed", async () => {
    reads.forget("o", "1");
    await Promise.all([read("1"), read("2")]);
    expect(calls).toEqual(["get 1"]);
  });

  test("for more than a minute", async () => {
    later = 60_001;
    await read("1");
    expect(calls).toEqual(["list o"]);
  });
});

describe("a list that fails", () => {
  test("fails the reads that wait for it, and is requested again for the next", async () => {
    listed = () => Promise.reject(new Error("unavailable"));
    const outcomes = await Promise.allSettled([read("1"), read("2")]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(calls).toEqual(["list o"]);
    listed = async () => [provider("1")];
    calls = [];
    expect(await read("1")).toEqual(provider("1"));
  });

  test("because the read that began it was cancelled fails no other read", async () => {
    const cancel = new AbortController();
    listed = () =>
      new Promise((_, reject) => cancel.signal.addEventListener("abort", () => reject(cancel.signal.reason)));
    const first = reads.read("1", "o", context(cancel.signal));
    const second = read("2");
    while (calls.length === 0) await systemClock.sleep(5);
    cancel.abort(new Error("cancelled"));
    await expect(first).rejects.toThrow("cancelled");
    expect(await second).toEqual(provider("2"));
    expect(calls).toEqual(["list o", "get 2"]);
  });
});
