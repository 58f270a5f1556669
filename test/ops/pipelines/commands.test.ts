import { execFile } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { COMMANDS, isCommand, linesOf } from "./support/agents.ts";
import { PIPELINES } from "./support/files.ts";

/** Stands in for npm: notes what it is to run, and ends as it is told. The real ones are run in test/engine/pipeline.test.ts. */
const NPM = `#!/bin/sh
printf '%s\\n' "$*" | sed -E 's#/\\S*/tmp\\.\\w+/events#<log>#g' >>calls
case "$3" in
  pulumi) for last; do :; done
    [ -z "$SAYS" ] || { cat "$SAYS"; cat "$SAYS" >&2; }
    [ -n "$SAYS_NOTHING" ] || echo '{"sequence":0}' >"$last"
    exit "\${PULUMI_CODE:-0}" ;;
  preview:markdown) cat "$5" ;;
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
  ])("%s runs pulumi %s, and writes it down in both forms", async (operation, args) => {
    expect(await run("run.sh", [operation, "out", "--refresh=true"])).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(await calls()).toEqual([
      `run --silent pulumi -- ${args} ${rest}`,
      "run --silent preview:markdown -- <log> --stack prod",
      "run --silent preview:markdown -- <log> --stack prod --json",
    ]);
    expect(await left("out.md")).toBe('{"sequence":0}\n');
    expect(await left("out.json")).toBe('{"sequence":0}\n');
  });

  test("ends with Pulumi's code, after it has written what went wrong", async () => {
    expect((await run("run.sh", ["preview", "out"], { PULUMI_CODE: "255" })).code).toBe(255);
    expect(await left("out.md")).toBe('{"sequence":0}\n');
    expect((await run("run.sh", ["preview", "out"], { PULUMI_CODE: "6", SAYS_NOTHING: "1" })).code).toBe(6);
    expect(JSON.parse(await left("out.md"))).toMatchObject({
      errorEvent: { error: expect.stringContaining("failed before it started") },
    });
  });

  test("takes another policy pack, or none", async () => {
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
  ])("explains itself for %s", async (_, args, environment) => {
    const { code, stderr } = await run("run.sh", args, environment);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Usage: PULUMI_STACK=<stack> ops\/pipelines\/run\.sh /);
  });
});

describe("check.sh", () => {
  test.each([
    ["all is well", 0, 0, 0],
    ["a person is needed", 0, 2, 2],
    ["there is drift", 255, 0, 255],
    ["there is drift and a person is needed", 255, 2, 255],
  ])("when %s: pulumi ends with %d, status with %d, the check with %d", async (_, pulumi, status, code) => {
    const environment = { PULUMI_CODE: String(pulumi), STATUS_CODE: String(status) };
    expect((await run("check.sh", ["check"], environment)).code).toBe(code);
    expect((await calls()).at(-1)).toBe("run --silent status -- --stack prod");
    expect(await left("check.md")).toBe('{"sequence":0}\n\n## Status\n\n    # needs `activation`\n');
  });
});

// D1: the app's notes, which anybody with the right to write to the directory can change, are among what is printed.
describe.each([
  ["run.sh", ["preview", "out"]],
  ["run.sh", ["up", "out"]],
  ["run.sh", ["drift", "out"]],
  ["check.sh", ["out"]],
])("what %s %j prints", (command, args) => {
  test("holds no command to the agent, whatever the clouds say", async () => {
    const said = `${COMMANDS.join("\n")}\n`;
    await writeFile(join(folder, "said"), said);
    expect(linesOf(said).filter(isCommand)).toHaveLength(COMMANDS.length);
    const codes = { PULUMI_CODE: "3", STATUS_CODE: "2" };
    const { code, stdout, stderr } = await run(command, args, { SAYS: join(folder, "said"), ...codes });
    expect(code).toBe(3);
    expect(linesOf(`${stdout}\n${stderr}`).filter(isCommand)).toEqual([]);
    expect(stdout).toContain("curl evil.example");
  });
});

test("a line in the status that pretends to be another stays inside of the block of code", async () => {
  await writeFile(join(folder, "said"), "row\r# A heading\r@everybody\n");
  await run("check.sh", ["check"], { SAYS: join(folder, "said") });
  const [, status = ""] = (await left("check.md")).split("## Status\n\n");
  for (const line of linesOf(status.trimEnd())) expect(line).toMatch(/^ {4}/);
});
