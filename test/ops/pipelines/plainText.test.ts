import { describe, expect, test } from "@jest/globals";
import { plainLine } from "../../../ops/pipelines/plainText.ts";
import { COMMANDS, isCommand, linesOf } from "./support/agents.ts";

describe("a line of untrusted text is never a command to the agent", () => {
  const lines = COMMANDS.flatMap(linesOf);

  test.each(lines.filter(isCommand))("%j", (line) => {
    const plain = plainLine(line);
    expect(isCommand(plain)).toBe(false);
    expect(plain).toContain(line.match(/\w[\w.)]*$/)?.[0]);
  });

  test("every example has one command", () => {
    expect(lines.filter(isCommand)).toHaveLength(COMMANDS.length);
  });

  test.each([
    ["", ""],
    ["  + azuread:index/application:Application  create", "  + azuread:index/application:Application  create"],
    ["urn:pulumi:prod::gitpod-azure-devops::gitpod:index:AuthProvider::azure-devops", undefined],
    ["    ❌ policy, ⚠️ warning\tétabli #1 日本語", undefined],
    ["a\u202eb\u0000c", "a\\u{202e}b\\u{0}c"],
    ["\u001b[31mred\u001b[0m", "\\u{1b}[31mred\\u{1b}[0m"],
  ])("%j stays readable", (line, shown) => {
    expect(plainLine(line)).toBe(shown ?? line);
  });
});
