import { expect, test } from "@jest/globals";
import { candidates } from "../../../cli/completion/candidates.ts";
import { programFor } from "../../../cli/main/program.ts";

const values = async (...words: string[]) =>
  (await candidates(await programFor(words), words)).map(({ value }) => value);

test("of commands, those that start so", async () => {
  expect(await values("s")).toEqual(["status", "setup"].sort());
  expect(await values("complete")).toEqual([]);
  expect(await values("")).toEqual(expect.arrayContaining(["setup", "completion", "help"]));
});

test("of flags, those of the command that the line does not have yet", async () => {
  expect(await values("status", "--")).toEqual([
    "--stack",
    "--cwd",
    "--no-drift",
    "--json",
    "--html",
    "--reload",
    "--help",
  ]);
  expect(await values("status", "-C", "x", "--json", "--")).toEqual([
    "--stack",
    "--no-drift",
    "--html",
    "--reload",
    "--help",
  ]);
  expect(await values("--v")).toEqual(["--version"]);
});

test.each([
  [
    ["setup", "--platform", ""],
    ["classic", "ona"],
  ],
  [["setup", "--platform", "o"], ["ona"]],
  [["setup", "--platform=o"], ["--platform=ona"]],
  // As bash has it.
  [["setup", "--platform", "=", "o"], ["ona"]],
  [
    ["setup", "--platform", "="],
    ["classic", "ona"],
  ],
  [["activate", "--explain", "AADSTS5001"], ["AADSTS50011"]],
  [["completion", "f"], ["fish"]],
  [["activate", "--timeout", ""], []],
  [["status", "--html", "a"], [":files"]],
  [["status", "--html=a"], [":files"]],
  [["status", "-C", ""], [":files"]],
  [["preview-markdown", ""], [":files"]],
  [["status", ""], []],
  // The value of a flag that is called like a command.
  [["activate", "--stack", "setup", "--ti"], ["--timeout"]],
])("for %j", async (words, expected) => {
  expect(await values(...words)).toEqual(expected);
});
