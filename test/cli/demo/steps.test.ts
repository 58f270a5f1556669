import { describe, expect, test } from "@jest/globals";
import { CheckFailed, type StepListener, Steps } from "../../../cli/demo/steps.ts";

function listener(): StepListener & { heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    started: (number, title) => heard.push(`${number} ${title}`),
    checked: (claim) => heard.push(`holds: ${claim}`),
    ended: ({ ok, error }) => heard.push(ok ? "ok" : `failed: ${error}`),
  };
}

describe("Steps", () => {
  test("numbers steps, reports their claims and returns their values", async () => {
    const heard = listener();
    const steps = new Steps(heard);
    const found = await steps.run("Find", async (check) => {
      check(true, "it is there");
      return 42;
    });
    expect(found).toBe(42);
    expect(heard.heard).toEqual(["1 Find", "holds: it is there", "ok"]);
    expect(steps.results).toEqual([
      { number: 1, title: "Find", ok: true, elapsedMs: expect.any(Number), checked: ["it is there"] },
    ]);
  });

  test("fails at a claim that does not hold, and keeps the claims before it", async () => {
    const steps = new Steps(listener());
    const step = steps.run("Look", async (check) => {
      check(true, "one");
      check(false, "two");
    });
    await expect(step).rejects.toThrow(CheckFailed);
    expect(steps.results[0]).toMatchObject({ ok: false, checked: ["one"], error: "does not hold: two" });
  });

  test("reports an error that was thrown", async () => {
    const steps = new Steps(listener());
    await expect(steps.run("Fall", () => Promise.reject(new Error("the engine stopped")))).rejects.toThrow("stopped");
    expect(steps.results[0]).toMatchObject({ ok: false, error: "the engine stopped" });
  });

  test("fails a step that checked nothing", async () => {
    const steps = new Steps(listener());
    await expect(steps.run("Idle", async () => {})).rejects.toThrow(CheckFailed);
  });
});
