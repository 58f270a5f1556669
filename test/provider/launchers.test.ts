import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { LAUNCHER } from "../support/plugin.ts";

/** What a launcher gives to Node, with its own folder as `folder/` and forward slashes. */
function nodeArguments(file: string): string[] {
  const [, options = ""] = /\bnode (.*)/.exec(readFileSync(file, "utf8")) ?? [];
  return options
    .replaceAll("\\", "/")
    .replaceAll("%~dp0", "folder/")
    .replaceAll("$folder/", "folder/")
    .replace('"$@"', "arguments")
    .replace("%*", "arguments")
    .replaceAll('"', "")
    .split(" ");
}

test("the launcher for Windows starts the plugin as the other one does", () => {
  const expected = nodeArguments(LAUNCHER);
  expect(expected.slice(-2)).toEqual(["folder/main.ts", "arguments"]);
  expect(nodeArguments(`${LAUNCHER}.cmd`)).toEqual(expected);
});
