import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { LocalWorkspace, type StackSummary } from "@pulumi/pulumi/automation/index.js";
import { UsageError } from "../shared/commandLine.ts";
import { errorMessage } from "../shared/errors.ts";
import type { Output } from "../shared/terminal.ts";
import { findPulumi } from "./find.ts";

const run = promisify(execFile);
/** States of large projects have some megabytes. */
const LONGEST_OUTPUT = 256 * 1024 * 1024;

/** A Pulumi command that failed. The message holds what Pulumi said was wrong, without its "error:". */
export class PulumiFailure extends Error {
  override readonly name = "PulumiFailure";
  /** What the command printed before it failed, such as the JSON of a refresh with its diagnostics. */
  readonly stdout: string;

  constructor(message: string, stdout: string) {
    super(message);
    this.stdout = stdout;
  }
}

/**
 * The project in a folder as `pulumi` sees it from there, with the environment of this process (`PULUMI_*`). No stack is
 * selected, so what the person has selected stays.
 *
 * @param folder where Pulumi.yaml is; the current directory when left out
 * @param output hears about a Pulumi CLI that has to be installed first
 */
export async function openWorkspace(folder = ".", output: Output = process.stderr): Promise<LocalWorkspace> {
  const workDir = resolve(folder);
  if (!existsSync(join(workDir, "Pulumi.yaml"))) {
    throw new UsageError(
      `there is no Pulumi.yaml in ${workDir}: run this in the project's folder, or name it with --cwd`,
    );
  }
  const { command } = await findPulumi(output);
  // The provider plugin is started by whichever `node` comes first, which may be too old when npm is not involved.
  const path = [dirname(process.execPath), process.env.PATH ?? ""].join(delimiter);
  return LocalWorkspace.create({
    workDir,
    pulumiCommand: command,
    envVars: { PATH: path, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
}

/** Runs `pulumi` and returns its standard output. Never interactive: Pulumi fails where it would ask. */
export function pulumi(workspace: LocalWorkspace, ...args: string[]): Promise<string> {
  return pulumiReading("", workspace, ...args);
}

/** The same with a text on standard input, for what must not stand among the arguments that other users can list. */
export async function pulumiReading(input: string, workspace: LocalWorkspace, ...args: string[]): Promise<string> {
  const { pulumiCommand, workDir, envVars } = workspace;
  const options = { cwd: workDir, env: { ...process.env, ...envVars }, maxBuffer: LONGEST_OUTPUT };
  try {
    const running = run(pulumiCommand.command, ["--non-interactive", "--color", "never", ...args], options);
    // A command that ends without reading it breaks the pipe; its exit code says what matters.
    running.child.stdin?.on("error", () => undefined).end(input);
    return (await running).stdout;
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new PulumiFailure(complaints(stderr) || errorMessage(error), stdout);
  }
}

/** The stacks of the project in the current backend. */
export async function stacksOf(workspace: LocalWorkspace): Promise<readonly StackSummary[]> {
  return JSON.parse(await pulumi(workspace, "stack", "ls", "--json"));
}

/**
 * The stack to work on: the wanted one, else the one that is selected (`pulumi stack select`, PULUMI_STACK).
 *
 * @throws UsageError that lists the stacks when there is no such one
 */
export async function chooseStack(workspace: LocalWorkspace, wanted?: string): Promise<string> {
  const stacks = await stacksOf(workspace);
  const names = stacks.map(({ name }) => name);
  if (wanted !== undefined) {
    // Pulumi Cloud takes more names than it lists: organization/project/stack.
    if (names.includes(wanted) || wanted.includes("/")) return wanted;
    throw new UsageError(`there is no stack ${wanted} in this project. ${listing(names)}`);
  }
  const selected = stacks.find(({ current }) => current);
  if (selected === undefined) {
    throw new UsageError(
      `no stack is selected: name one with --stack, or run \`pulumi stack select\`. ${listing(names)}`,
    );
  }
  return selected.name;
}

function listing(names: readonly string[]): string {
  return names.length === 0
    ? "It has no stack yet: make one with `pulumi stack init <name>`."
    : `It has ${names.join(", ")}.`;
}

/** What Pulumi says after "error:", or all that it says. */
function complaints(text: string): string {
  const errors = [...text.matchAll(/^error: (.*)$/gm)].map(([, message]) => message);
  return errors.length > 0 ? errors.join("; ") : text.trim();
}
