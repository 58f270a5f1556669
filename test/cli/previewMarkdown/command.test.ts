import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { PROGRAM, runProgram } from "../support/program.ts";

const ROTATION = fileURLToPath(new URL("fixtures/rotation.events.ndjson", import.meta.url));
const FAILED = fileURLToPath(new URL("fixtures/wrongSetting.digest.json", import.meta.url));

const run = (args: readonly string[], input?: string, environment?: NodeJS.ProcessEnv) =>
  runProgram(["preview-markdown", ...args], input, environment);

describe("preview-markdown", () => {
  test("reads a file and standard input alike", async () => {
    const [fromFile, fromInput] = await Promise.all([run([ROTATION]), run([], await readFile(ROTATION, "utf8"))]);
    expect(fromFile).toMatchObject({ code: 0, stderr: "" });
    expect(fromFile.stdout).toMatch(/^<!-- gitpod-azure-devops:preview:test -->\n## Preview of `test`\n/);
    expect(fromInput).toEqual(fromFile);
  });

  test("exits with 0 when the preview failed: the pipeline knows that already", async () => {
    const { code, stdout } = await run([FAILED, "--stack", "prod", "--title", "Nightly"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<!-- gitpod-azure-devops:preview:prod -->\n## Nightly\n\n- \*\*The preview failed\*\*/);
  });

  test("counts the changes for a script with --json", async () => {
    const { stdout } = await run([ROTATION, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ stack: "test", outcome: "succeeded", changes: 4 });
  });

  test("does not show a secret of its environment", async () => {
    const digest = { diagnostics: [{ severity: "error", message: "said hunter2-hunter2" }], changeSummary: {} };
    const { stdout } = await run([], JSON.stringify(digest), { GITPOD_TOKEN: "hunter2-hunter2" });
    expect(stdout).toContain("said [secret]");
    expect(stdout).not.toContain("hunter2");
  });

  test.each([
    [["no-such-file"], "no-such-file cannot be read"],
    [[PROGRAM], "is not a JSON object"],
    [[ROTATION, "--max-length", "10"], "at least 10000"],
    [[ROTATION, "--stack", "a --> b"], "--stack is not a stack name"],
    [["one", "two"], "too many arguments"],
  ])("%j exits with 2 and one error", async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr.match(/^error: /gm)).toHaveLength(1);
  });
});
