import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { COMMANDS } from "../../../cli/main/commands.ts";
import { programFor } from "../../../cli/main/program.ts";
import packageJson from "../../../package.json" with { type: "json" };
import { PROGRAM, runProgram } from "../support/program.ts";

const NAMES = COMMANDS.map(({ name }) => name);
const TELL_SDK = fileURLToPath(new URL("../support/tellSdk.cjs", import.meta.url));
const VISIBLE = COMMANDS.filter(({ group }) => group !== undefined);

describe("the table of commands", () => {
  test("has one row for each name", () => {
    expect(new Set(NAMES).size).toBe(NAMES.length);
  });

  test("loads only what the arguments name", async () => {
    const program = await programFor(["help", "status"]);
    const loaded = program.commands.filter(({ options }) => options.length > 0).map((command) => command.name());
    expect(loaded).toEqual(["status"]);
  });

  test.each(NAMES)("%s calls itself so, describes itself, and spells the program in one form", async (name) => {
    const command = (await programFor([name])).commands.find((each) => each.name() === name);
    const help = command?.helpInformation() ?? "";
    expect(help).toContain(`Usage: npx gitpod-azure-devops ${name} `);
    expect(command?.description()).not.toBe("");
  });

  test.each(VISIBLE)("$name has a help without Pulumi's SDK, with examples of this one form", async ({ name }) => {
    const { code, stdout, stderr } = await runProgram([name, "--help"], "", {
      NODE_OPTIONS: `--require "${TELL_SDK}"`,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`Usage: npx gitpod-azure-devops ${name} `);
    // The sandbox is a script of the checkout.
    expect(stdout.replaceAll("npm run sandbox", "")).not.toMatch(/npm run/);
  });
});

test("--help lists every command in its group, and the exit codes; complete is hidden", async () => {
  const { code, stdout } = await runProgram(["--help"]);
  expect(code).toBe(0);
  for (const { name, group, summary } of VISIBLE) {
    expect(stdout).toMatch(new RegExp(`^  ${name} .*${summary.slice(0, 20)}`, "m"));
    expect(stdout).toContain(`\n${group}\n`);
  }
  expect(stdout).not.toMatch(/^ {2}complete /m);
  for (const code of [0, 1, 2, 3, 130]) expect(stdout).toMatch(new RegExp(`^ +${code}  `, "m"));
});

test("help <command> is the same as --help of the command", async () => {
  const [asked, flag] = await Promise.all([runProgram(["help", "status"]), runProgram(["status", "--help"])]);
  expect(asked).toEqual(flag);
});

test("--version prints the package's version", async () => {
  expect(await runProgram(["--version"])).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: "" });
});

test.each([
  [[], "Usage: npx gitpod-azure-devops"],
  [["stauts"], "unknown command 'stauts'\n(Did you mean status?)"],
  [["status", "--stak", "prod"], "unknown option '--stak'\n(Did you mean --stack?)"],
  [["setup", "--platform", "gitpod"], "Allowed choices are classic, ona."],
  [["completion"], "missing required argument 'shell'"],
  [["completion", "tcsh"], "Allowed choices are bash, zsh, fish, powershell."],
  [["activate", "--explain", "nothing"], "--explain does not know nothing"],
  [["status", "--cwd", "/"], "there is no Pulumi.yaml in /"],
])("%j is wrong usage: exit code 2, and what is wrong", async (args, message) => {
  const { code, stdout, stderr } = await runProgram(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
});

test("a reader that closes the pipe is no error", async () => {
  const child = spawn("sh", ["-c", `"${process.execPath}" "${PROGRAM}" --help | true; exit 0`], { stdio: "pipe" });
  const errors: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  await once(child, "close");
  expect(String(Buffer.concat(errors))).toBe("");
});

test("with --json, flags that contradict each other are a document too", async () => {
  const { code, stdout } = await runProgram(["adopt", "--json", "--no-secret", "--secret-stdin"]);
  expect({ code, document: JSON.parse(stdout) }).toEqual({
    code: 2,
    document: { ok: false, error: "--no-secret says that nobody has it: leave out --secret-stdin" },
  });
});
