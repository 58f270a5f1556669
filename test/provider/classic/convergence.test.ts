import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Action, actions } from "./support/actions.ts";
import type { Order } from "./support/gitpodFake.ts";
import { World } from "./support/world.ts";

const SEQUENCES = 1_000;

/** Once all trouble is over: one `pulumi up --refresh`, and a second one only if the first one's error asks for it. */
async function converge(world: World): Promise<number> {
  world.gitpod.calm();
  world.refusals = 0;
  const error = await world.engine.up(world.program, { refresh: true });
  if (error === undefined) return 1;
  const [existing] = world.gitpod.forHost(world.program.organizationId, world.program.host);
  const message = error instanceof Error ? error.message : "";
  const ours = existing?.clientId === world.program.clientId;
  const why = ours ? "and this client id" : "and another client id";
  const explained = message.includes(`with id ${existing?.id} ${why}`) && message.includes("adoptExisting");
  if (!explained) throw new Error(`not converging: ${message}`);
  world.program.adoptExisting = true;
  const second = await world.engine.up(world.program, { refresh: true });
  expect(second instanceof Error ? second.message : undefined).toBeUndefined();
  return 2;
}

describe("one pulumi up --refresh recovers from", () => {
  const fault = { kind: "lost", done: true } as const;
  const order = (operation: Order["operation"], count = 30): Action => ({
    do: "order",
    order: { operation, count, fault },
  });
  const set = (setting: "host" | "clientSecret" | "tokenUrl", to: number): Action => ({ do: "set", setting, to });
  const up: Action = { do: "up", refresh: false, replace: false };
  const calm: Action = { do: "calm" };

  test.each<[string, Action[]]>([
    ["a creation without an answer", [order("any"), up]],
    [
      "a creation whose last step failed, and a refresh after it",
      [...[order("create", 1), order("update"), up, calm], { do: "refresh" }],
    ],
    [
      "an update without an answer, undone afterwards",
      [up, set("clientSecret", 1), order("update"), up, set("clientSecret", 0)],
    ],
    [
      "the same after a refresh",
      [up, set("clientSecret", 1), order("update"), up, calm, { do: "refresh" }, set("clientSecret", 0)],
    ],
    [
      "an update that was cancelled after it was done, undone afterwards",
      [
        ...[up, set("clientSecret", 1)],
        { do: "order", order: { operation: "update", count: 1, fault: { kind: "cancel", done: true } } },
        ...[up, set("clientSecret", 0)],
      ],
    ],
    [
      "an update whose second attempt is refused, undone afterwards",
      [
        ...[up, set("clientSecret", 1), order("update", 1)],
        { do: "order", order: { operation: "update", count: 1, fault: { kind: "unreadable", done: false } } },
        ...[up, set("clientSecret", 0)],
      ],
    ],
    ["credentials changed by hand", [up, { do: "credentialsChangedByHand" }]],
    [
      "credentials changed by hand before an update that did not notice",
      [up, { do: "credentialsChangedByHand" }, set("tokenUrl", 1), up],
    ],
    [
      "a host changed and changed back while the old integration could not be deleted",
      [
        ...[up, set("host", 1), order("delete"), up],
        { do: "order", order: { operation: "delete", count: 30, fault: { kind: "unavailable" } } },
        ...[up, set("host", 0)],
      ],
    ],
    [
      "the same when taking over the old integration failed half-way",
      [
        ...[up, set("host", 1)],
        { do: "order", order: { operation: "delete", count: 30, fault: { kind: "unavailable" } } },
        ...[up, set("host", 0), order("update"), up],
      ],
    ],
  ])("%s", async (_name, sequence) => {
    const world = new World();
    for (const action of sequence) await world.act(action);
    expect(await converge(world)).toBe(1);
    expect(world.disagreements()).toEqual([]);
  });
});

describe("after any trouble", () => {
  test(`one pulumi up --refresh makes program, state and Gitpod agree (${SEQUENCES} sequences)`, async () => {
    const counts = { actions: 0, adopted: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(actions, { minLength: 3, maxLength: 25 }), async (sequence) => {
        const world = new World();
        for (const action of sequence) await world.act(action);
        counts.actions += sequence.length;
        if ((await converge(world)) > 1) counts.adopted++;
        expect(world.disagreements()).toEqual([]);

        const { writes } = world.gitpod;
        expect(await world.engine.up(world.program)).toBeUndefined();
        expect(world.gitpod.writes).toBe(writes);

        expect(await world.engine.destroy()).toBeUndefined();
        expect(world.gitpod.forHost(world.program.organizationId, world.program.host).length).toBe(0);
        expect(world.engine.current).toBeUndefined();
      }),
      { numRuns: SEQUENCES },
    );
    expect(counts.actions).toBeGreaterThan(SEQUENCES);
    expect(counts.adopted).toBeLessThan(SEQUENCES / 5);
  });
});
