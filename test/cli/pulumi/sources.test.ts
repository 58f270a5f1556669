import { describe, expect, test } from "@jest/globals";
import { PulumiCommand } from "@pulumi/pulumi/automation/cmd.js";
import { type CliSource, CliUnavailable, firstCli, Skipped } from "../../../cli/pulumi/sources.ts";

const command: PulumiCommand = Object.create(PulumiCommand.prototype);

function gives(name: string, asked: string[]): CliSource {
  return {
    name,
    async obtain() {
      asked.push(name);
      return command;
    },
  };
}

function refuses(name: string, reason: string, asked: string[] = []): CliSource {
  return {
    name,
    async obtain() {
      asked.push(name);
      throw new Skipped(reason);
    },
  };
}

describe("firstCli", () => {
  test("asks in order and stops at the first source that has a CLI", async () => {
    const asked: string[] = [];
    const found = await firstCli([refuses("on PATH", "none", asked), gives("cached", asked), gives("built", asked)]);
    expect(found).toEqual({ command, source: "cached" });
    expect(asked).toEqual(["on PATH", "cached"]);
  });

  test("reports at once why a source has none", async () => {
    const reported: string[] = [];
    await firstCli([refuses("on PATH", "too old"), gives("cached", [])], (name, reason) =>
      reported.push(`${name}: ${reason}`),
    );
    expect(reported).toEqual(["on PATH: too old"]);
  });

  test("lists all failures in one message, with what to do", async () => {
    const broken: CliSource = { name: "built", obtain: () => Promise.reject(new Error("disk full")) };
    const attempt = firstCli([refuses("on PATH", "there is none"), broken]);
    await expect(attempt).rejects.toThrow(CliUnavailable);
    await expect(attempt).rejects.toThrow(/on PATH: there is none\n.*built: disk full\n.*https:\/\/www\.pulumi\.com/s);
  });
});
