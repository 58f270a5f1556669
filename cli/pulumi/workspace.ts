import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { LocalWorkspace, type PulumiCommand, type StackSummary } from "@pulumi/pulumi/automation/index.js";
import { z } from "zod";
import { errorMessage } from "../../provider-kit/errors.ts";
import { UsageError } from "../shared/commandLine.ts";
import type { Output } from "../shared/terminal.ts";
import { findPulumi } from "./find.ts";

const run = promisify(execFile);
/** States of large projects take several megabytes. */
const LONGEST_OUTPUT = 256 * 1024 * 1024;

/** Pulumi gives no codes, so its texts are recognized here, and nowhere else. */
const REASONS = {
  notLoggedIn: /PULUMI_ACCESS_TOKEN must be set/,
  noSuchStack: /no stack named/i,
  passphrase: /passphrase/,
} as const;
type Reason = keyof typeof REASONS;

/** Pulumi's own message is for CI jobs, but most people meet it before their first `pulumi login`. */
const NOT_LOGGED_IN = "you are not logged in to a Pulumi backend: run `pulumi login` or `pulumi login --local` first";

/** A Pulumi command failed. The message is Pulumi's own, without its "error:", unless people need another one. */
export class PulumiFailure extends Error {
  override readonly name = "PulumiFailure";
  /** Undefined for an error that no command of ours handles. */
  readonly reason: Reason | undefined;

  constructor(message: string) {
    const reason = (Object.keys(REASONS) as Reason[]).find((each) => REASONS[each].test(message));
    super(reason === "notLoggedIn" ? NOT_LOGGED_IN : message);
    this.reason = reason;
  }
}

/**
 * The project in a folder as `pulumi` sees it from there, with the environment of this process (`PULUMI_*`). Selects no
 * stack, so the user's selection stays.
 *
 * @param folder the folder of Pulumi.yaml; the current directory by default
 * @param output for the progress when a Pulumi CLI has to be installed first
 */
export async function openWorkspace(folder = ".", output: Output = process.stderr): Promise<LocalWorkspace> {
  const workDir = projectFolder(folder);
  const { command } = await findPulumi(output);
  return workspaceIn(workDir, command);
}

/**
 * The folder of a project.
 *
 * @throws UsageError when there is none
 */
export function projectFolder(folder: string): string {
  const workDir = resolve(folder);
  if (existsSync(join(workDir, "Pulumi.yaml"))) return workDir;
  throw new UsageError(`there is no Pulumi.yaml in ${workDir}: run this in the project's folder, or set --cwd`);
}

/** The project in a folder, with this CLI, and with variables that this process does not have. */
export function workspaceIn(
  workDir: string,
  command: PulumiCommand,
  variables: Readonly<Record<string, string>> = {},
): Promise<LocalWorkspace> {
  // The first `node` on PATH starts the provider plugin. Without npm that one may be too old.
  const path = [dirname(process.execPath), process.env.PATH ?? ""].join(delimiter);
  return LocalWorkspace.create({
    workDir,
    pulumiCommand: command,
    envVars: { PATH: path, PULUMI_SKIP_UPDATE_CHECK: "true", ...variables },
  });
}

/** What it takes to run `pulumi` in a project. */
type Project = Pick<LocalWorkspace, "pulumiCommand" | "workDir" | "envVars">;

/** Runs `pulumi` and returns its standard output. Never interactive: where Pulumi would ask, it fails. */
export function pulumi(workspace: Project, ...args: string[]): Promise<string> {
  return pulumiWithInput("", workspace, ...args);
}

/** The same with standard input, for secrets: other users of the machine can see the arguments. */
export async function pulumiWithInput(input: string, workspace: Project, ...args: string[]): Promise<string> {
  const { pulumiCommand, workDir, envVars } = workspace;
  const options = { cwd: workDir, env: { ...process.env, ...envVars }, maxBuffer: LONGEST_OUTPUT };
  try {
    const running = run(pulumiCommand.command, ["--non-interactive", "--color", "never", ...args], options);
    // A command that ends without reading its input breaks the pipe. Its exit code tells how it ended.
    running.child.stdin?.on("error", () => undefined).end(input);
    return (await running).stdout;
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    throw new PulumiFailure(errorsIn(stderr) || errorMessage(error));
  }
}

const configSchema = z.record(z.string(), z.object({ value: z.string().optional(), secret: z.boolean() }));
const settingSchema = z.object({ value: z.string() });

/** The settings of a stack by full name. Secret ones have no value. */
export async function configOf(workspace: LocalWorkspace, stack: string): Promise<z.output<typeof configSchema>> {
  return configSchema.parse(JSON.parse(await pulumi(workspace, "config", "--json", "--stack", stack)));
}

/** The value of a setting, also of a secret one. */
export async function decrypted(workspace: LocalWorkspace, stack: string, name: string): Promise<string> {
  const answer = await pulumi(workspace, "config", "get", name, "--json", "--stack", stack);
  return settingSchema.parse(JSON.parse(answer)).value;
}

/** The stacks of the project in the current backend. */
export async function stacksOf(workspace: LocalWorkspace, ...flags: string[]): Promise<readonly StackSummary[]> {
  return JSON.parse(await pulumi(workspace, "stack", "ls", "--json", ...flags));
}

/** The project's stacks but one. Its name may be a full one, which Pulumi does not list: organization/project/stack. */
export async function otherStacks(workspace: LocalWorkspace, stack: string): Promise<string[]> {
  const names = (await stacksOf(workspace)).map(({ name }) => name);
  if (names.includes(stack)) return names.filter((name) => name !== stack);
  const full = "--fully-qualify-stack-names";
  const own = (await pulumi(workspace, "stack", "--show-name", full, "--stack", stack)).trim();
  return (await stacksOf(workspace, full)).map(({ name }) => name).filter((name) => name !== own);
}

/**
 * The stack to work on: the wanted one, else the selected one (`pulumi stack select`, PULUMI_STACK).
 *
 * @throws UsageError that lists the stacks, when there is none
 */
export async function chooseStack(workspace: LocalWorkspace, wanted?: string): Promise<string> {
  return stackFrom(await stacksOf(workspace), wanted);
}

/** The same, where the project's stacks are known. */
export function stackFrom(stacks: readonly StackSummary[], wanted?: string): string {
  const names = stacks.map(({ name }) => name);
  if (wanted !== undefined) {
    // Pulumi Cloud accepts more names than it lists: organization/project/stack.
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
    ? "It has no stack yet: create one with `npx gitpod-azure-devops setup`."
    : `It has ${names.join(", ")}.`;
}

/** What follows "error:" in Pulumi's output, or the whole output. */
function errorsIn(text: string): string {
  const errors = [...text.matchAll(/^error: (.*)$/gm)].map(([, message]) => message);
  return errors.length > 0 ? errors.join("; ") : text.trim();
}
