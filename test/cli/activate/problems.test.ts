import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { milliseconds } from "../../../cli/activate/options.ts";
import { findProblem, PROBLEMS, problemTable } from "../../../cli/activate/problems.ts";

test("docs/troubleshooting.md has the same table as the command", () => {
  const page = readFileSync(new URL("../../../docs/troubleshooting.md", import.meta.url), "utf8");
  const table = page.split("<!-- problems:start -->\n")[1]?.split("<!-- problems:end -->")[0];
  expect(table).toBe(problemTable());
});

test("case and prefix of a code do not matter, and every code is unique", () => {
  const first = findProblem("AADSTS50011");
  expect(first?.fix).toContain("redirectUri");
  expect([findProblem("50011"), findProblem(" aadsts50011 ")]).toEqual([first, first]);
  expect(findProblem("AADSTS1")).toBeUndefined();
  expect(new Set(PROBLEMS.map(({ code }) => code)).size).toBe(PROBLEMS.length);
});

test.each([
  ["90", 90_000],
  ["90s", 90_000],
  ["5m", 300_000],
  ["1.5h", 5_400_000],
])("%s is %i ms", (text, expected) => {
  expect(milliseconds(text)).toBe(expected);
});

test.each(["0", "-1", "5 minutes", "25h", "", "1e3", "NaN"])("%j is not a valid time", (text) => {
  expect(() => milliseconds(text)).toThrow("such as 90, 90s, 5m or 1h");
});
