import { describe, expect, test } from "@jest/globals";
import { createMask } from "../../../cli/engine/mask.ts";
import { readRefresh } from "../../../cli/status/clouds.ts";
import { latestIn, readStacks } from "../../../cli/status/readStack.ts";
import { reading } from "./support/readings.ts";

describe("the log of a refresh", () => {
  const urn = (type: string, name: string) => `urn:pulumi:prod::project::a:b:C$${type}::${name}`;
  const INTEGRATION = "gitpod:index:AuthProvider";
  const ONA = "gitpod:index:ScmIntegration";
  const INVALID = { field: "host", message: "cannot be reached" };
  const APPLICATION = "azuread:index/application:Application";
  const state = (outputs: object) => ({ custom: true, inputs: {}, outputs });

  function log(...found: { type: string; name: string; op: string; after: object | null; diff?: object }[]): string {
    const events = found.flatMap(({ type, name, op, after, diff = {} }) => {
      const metadata = { type, urn: urn(type, name), old: state({ verified: true }), new: after, detailedDiff: diff };
      return [
        { resourcePreEvent: { metadata: { ...metadata, op: "refresh" }, planning: true } },
        { resOutputsEvent: { metadata: { ...metadata, op }, planning: true } },
      ];
    });
    const all = [...events, { summaryEvent: { isPreview: true, result: "succeeded" } }];
    return all.map((event, sequence) => `${JSON.stringify({ sequence, ...event })}\n`).join("");
  }

  const SINCE = "2030-03-01T00:00:00Z";

  test("says what drifted, which integrations are verified now, and whose secret Entra refuses", () => {
    const view = readRefresh(
      log(
        { type: INTEGRATION, name: "one", op: "same", after: state({ verified: true, refusedSince: SINCE }) },
        { type: INTEGRATION, name: "two", op: "same", after: state({ verified: false }) },
        { type: ONA, name: "four", op: "same", after: state({ verified: false, problems: [INVALID] }) },
        { type: INTEGRATION, name: "three", op: "delete", after: null },
        { type: APPLICATION, name: "app", op: "update", after: state({}), diff: { displayName: {}, "web.x": {} } },
      ),
      createMask({}),
    );
    expect(Object.fromEntries(view.integrations)).toEqual({
      one: { verified: true, problems: [], refusedSince: SINCE },
      two: { verified: false, problems: [], refusedSince: undefined },
      four: { verified: false, problems: [INVALID], refusedSince: undefined },
    });
    expect(view.drifted).toEqual([
      { type: APPLICATION, name: "app", deleted: false, properties: ["displayName", "web.x"] },
      { type: INTEGRATION, name: "three", deleted: true, properties: [] },
    ]);
  });
});

describe("the history", () => {
  const entry = { kind: "update", result: "succeeded", startTime: "2030-01-01T00:00:00.000Z" };

  test("has the latest update first, whether it has ended or not", () => {
    const ended = { ...entry, endTime: "2030-01-01T00:01:00.000Z" };
    expect(latestIn(JSON.stringify([ended, entry]))).toEqual({
      kind: "update",
      result: "succeeded",
      at: "2030-01-01T00:01:00.000Z",
    });
    expect(latestIn(JSON.stringify([entry]))?.at).toBe("2030-01-01T00:00:00.000Z");
  });

  test("of a new stack is empty", () => {
    expect(latestIn("[]")).toBeUndefined();
  });
});

test("several stacks are read at once, in order, and counted", async () => {
  const stacks = ["a", "b", "c", "d", "e"];
  let running = 0;
  let most = 0;
  const counts: number[] = [];
  const read = async (stack: string) => {
    running += 1;
    most = Math.max(most, running);
    // Later stacks finish earlier.
    for (let ticks = stacks.length - stacks.indexOf(stack); ticks > 0; ticks--) await Promise.resolve();
    running -= 1;
    return reading({ stack });
  };
  const readings = await readStacks(stacks, read, (done) => counts.push(done), 2);
  expect(readings.map(({ stack }) => stack)).toEqual(stacks);
  expect({ most, counts }).toEqual({ most: 2, counts: [1, 2, 3, 4, 5] });
});
