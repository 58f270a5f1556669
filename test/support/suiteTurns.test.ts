import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { restingSuites } from "../engine/support/suiteTurns.ts";

const ENGINE = join(import.meta.dirname, "..", "engine");
/** What rests on a day. */
const on = (day: number, ...args: string[]) =>
  restingSuites(args, (index, of, days = 1) => (index + Math.floor(day / days)) % of === 0);

test("each suite that rests is played within four days, on two days in a row", () => {
  const all = new Set([0, 1, 2, 3].flatMap((day) => on(day)));
  for (const suite of all) {
    expect(existsSync(join(ENGINE, `${suite}.test.ts`))).toBe(true);
    const rests = [0, 1, 2, 3].map((day) => on(day).includes(suite));
    expect([rests.slice(0, 2), rests.slice(2)]).toContainEqual([false, false]);
    expect(rests.filter((rest) => rest)).toHaveLength(2);
  }
});

test.each([
  ["a file", "--runTestsByPath", "test/engine/demo.test.ts"],
  ["a pattern", "test/engine/lost"],
  ["a word", "--selectProjects", "engine", "--", "demo"],
  ["a test's name", "-t", "renewal"],
])("none rests in a run of %s", (_, ...args) => {
  expect(on(0, ...args)).toEqual([]);
});

test("a run of whole projects is one of everything", () => {
  expect(on(0, "--selectProjects", "engine", "keyVault")).not.toEqual([]);
});
