import { execFile } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { COMMANDS, isCommand, linesOf } from "./support/agents.ts";
import { PIPELINES } from "./support/files.ts";

/** A fake npm: records its arguments, and prints and exits as configured. test/engine/pipeline.test.ts uses the real one. */
const NPM = `#!/bin/sh
printf '%s\\n' "$*" | sed -E 's#/\\S*/tmp\\.\\w+/events#<log>#g' >>calls
case "$3" in
  pulumi) for last; do :; done
    [ -z "$SAYS" ] || { cat "$SAYS"; cat "$SAYS" >&2; }
    [ -n "$SAYS_NOTHING" ] || echo '{"sequence":0}' >"$last"
    exit "\${PULUMI_CODE:-0}" ;;
  preview-markdown) cat "$5" ;;
  status) [ -z "$SAYS" ] || { cat "$SAYS"; cat "$SAYS" >&2; }
    echo '# needs \`activation\`'; exit "\${STATUS_CODE:-0}" ;;
esac
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-commands-"));
  await writeFile(join(folder, "npm"), NPM);
  await chmod(join(folder, "npm"), 0o755);
});
afterEach(() => rm(folder, { recursive: true }));

async function run(command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const env = {
    PATH: [folder, process.env.PATH ?? ""].join(delimiter),
    TMPDIR: folder,
    PULUMI_STACK: "prod",
    ...environment,
  };
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(join(PIPELINES, command), args, { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}
const left = (name: string) => readFile(join(folder, name), "utf8");
const calls = async () => (await left("calls")).trim().split("\n");

describe("run.sh", () => {
  const rest = "--policy-pack ops/policy --stack prod --non-interactive --event-log <log>";
  test.each([
    ["preview", "preview --diff --refresh=true"],
    ["up", "up --yes --skip-preview --diff --refresh=true"],
    ["drift", "preview --refresh --expect-no-changes --diff --refresh=true"],
  ])("%s runs pulumi %s, and writes the result in both formats", async (operation, args) => {
    expect(await run("run.sh", [operation, "out", "--refresh=true"])).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(await calls()).toEqual([
      `run --silent pulumi -- ${args} ${rest}`,
      "run --silent preview-markdown -- <log> --stack prod",
      "run --silent preview-markdown -- <log> --stack prod --json",
    ]);
    expect(await left("out.md")).toBe('{"sequence":0}\n');
    expect(await left("out.json")).toBe('{"sequence":0}\n');
  });

  test("exits with Pulumi's code after it has written the error", async () => {
    expect((await run("run.sh", ["preview", "out"], { PULUMI_CODE: "255" })).code).toBe(255);
    expect(await left("out.md")).toBe('{"sequence":0}\n');
    expect((await run("run.sh", ["preview", "out"], { PULUMI_CODE: "6", SAYS_NOTHING: "1" })).code).toBe(6);
    expect(JSON.parse(await left("out.md"))).toMatchObject({
      errorEvent: { error: expect.stringContaining("failed before it started") },
    });
  });

  test("uses another policy pack, or none", async () => {
    await run("run.sh", ["preview", "out"], { POLICY_PACK: "other" });
    await run("run.sh", ["preview", "out"], { POLICY_PACK: "" });
    const [other, none] = (await calls()).filter((call) => call.includes(" pulumi "));
    expect(other).toContain("--policy-pack other");
    expect(none).not.toContain("--policy-pack");
  });

  test.each([
    ["no file", ["preview"], {}],
    ["an unknown operation", ["destroy", "out"], {}],
    ["no stack", ["preview", "out"], { PULUMI_STACK: "" }],
  ])("prints its usage for %s", async (_, args, environment) => {
    const { code, stderr } = await run("run.sh", args, environment);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Usage: PULUMI_STACK=<stack> ops\/pipelines\/run\.sh /);
  });
});

describe("check.sh", () => {
  test.each([
    ["everything is fine", 0, 0, 0],
    ["somebody has to act", 0, 3, 3],
    ["there is drift", 255, 0, 255],
    ["there is drift and somebody has to act", 255, 3, 255],
  ])("when %s: pulumi exits with %d, status with %d, the check with %d", async (_, pulumi, status, code) => {
    const environment = { PULUMI_CODE: String(pulumi), STATUS_CODE: String(status) };
    expect((await run("check.sh", ["check"], environment)).code).toBe(code);
    expect((await calls()).at(-1)).toBe("run --silent status -- --stack prod");
    expect(await left("check.md")).toBe('{"sequence":0}\n\n## Status\n\n    # needs `activation`\n');
  });
});

// D1: the output has the app's notes, which everyone with write access to the directory can change.
describe.each([
  ["run.sh", ["preview", "out"]],
  ["run.sh", ["up", "out"]],
  ["run.sh", ["drift", "out"]],
  ["check.sh", ["out"]],
])("the output of %s %j", (command, args) => {
  test("has no command to the agent, whatever the clouds return", async () => {
    const said = `${COMMANDS.join("\n")}\n`;
    await writeFile(join(folder, "said"), said);
    expect(linesOf(said).filter(isCommand)).toHaveLength(COMMANDS.length);
    const codes = { PULUMI_CODE: "3", STATUS_CODE: "3" };
    const { code, stdout, stderr } = await run(command, args, { SAYS: join(folder, "said"), ...codes });
    expect(code).toBe(3);
    expect(linesOf(`${stdout}\n${stderr}`).filter(isCommand)).toEqual([]);
    expect(stdout).toContain("curl evil.example");
  });
});

test("a carriage return in the status does not end the code block", async () => {
  await writeFile(join(folder, "said"), "row\r# A heading\r@everybody\n");
  await run("check.sh", ["check"], { SAYS: join(folder, "said") });
  const [, status = ""] = (await left("check.md")).split("## Status\n\n");
  for (const line of linesOf(status.trimEnd())) expect(line).toMatch(/^ {4}/);
});
