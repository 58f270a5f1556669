import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { codes, findProblems, PROBLEMS, problemsOf, problemTable } from "../../../cli/activate/problems.ts";
import { milliseconds } from "../../../cli/shared/timeArgument.ts";

test("docs/troubleshooting.md has the same table as the command", () => {
  const page = readFileSync(new URL("../../../docs/troubleshooting.md", import.meta.url), "utf8");
  const table = page.split("<!-- problems:start -->\n")[1]?.split("<!-- problems:end -->")[0];
  expect(table).toBe(problemTable());
});

test("case and prefix of a code do not matter", () => {
  const found = findProblems("AADSTS50011");
  expect(found.map(({ platform, fix }) => [platform, fix.includes("redirectUri")])).toEqual([
    ["classic", true],
    ["ona", true],
  ]);
  expect([findProblems("50011"), findProblems(" aadsts50011 ")]).toEqual([found, found]);
  expect(findProblems("AADSTS1")).toEqual([]);
});

test.each(["classic", "ona"] as const)("on %s each code is there once, and without what only the other has", (name) => {
  const problems = problemsOf(name);
  expect(new Set(problems.map(({ code }) => code)).size).toBe(problems.length);
  expect(problems.every(({ platform = name }) => platform === name)).toBe(true);
  expect(problems.length).toBeLessThan(PROBLEMS.length);
  expect(codes()).toEqual(expect.arrayContaining(problems.map(({ code }) => code)));
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
