import { describe, expect, test } from "@jest/globals";
import { type Audience, CheckFailed, Story } from "../../../cli/demo/steps.ts";

function audience(): Audience & { heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    begins: (number, title) => heard.push(`${number} ${title}`),
    holds: (claim) => heard.push(`holds: ${claim}`),
    ends: ({ ok, error }) => heard.push(ok ? "ok" : `failed: ${error}`),
  };
}

describe("Story", () => {
  test("numbers steps, reports their claims and hands on what they return", async () => {
    const listener = audience();
    const story = new Story(listener);
    const found = await story.step("Find", async (check) => {
      check(true, "it is there");
      return 42;
    });
    expect(found).toBe(42);
    expect(listener.heard).toEqual(["1 Find", "holds: it is there", "ok"]);
    expect(story.reports).toEqual([
      { number: 1, title: "Find", ok: true, elapsedMs: expect.any(Number), checked: ["it is there"] },
    ]);
  });

  test("ends with a claim that does not hold, and keeps those before it", async () => {
    const story = new Story(audience());
    const step = story.step("Look", async (check) => {
      check(true, "one");
      check(false, "two");
    });
    await expect(step).rejects.toThrow(CheckFailed);
    expect(story.reports[0]).toMatchObject({ ok: false, checked: ["one"], error: "does not hold: two" });
  });

  test("reports what was thrown", async () => {
    const story = new Story(audience());
    await expect(story.step("Fall", () => Promise.reject(new Error("the engine stopped")))).rejects.toThrow("stopped");
    expect(story.reports[0]).toMatchObject({ ok: false, error: "the engine stopped" });
  });

  test("does not let a step pass that checked nothing", async () => {
    const story = new Story(audience());
    await expect(story.step("Idle", async () => {})).rejects.toThrow(CheckFailed);
  });
});
