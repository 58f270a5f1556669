import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { z } from "zod";
import { pulumi, pulumiReading, stacksOf } from "../pulumi/workspace.ts";
import { errorMessage } from "../shared/errors.ts";
import { type Change, type Config, HIDDEN, OWNERS, TOKEN } from "./settings.ts";

/** The stack that is set up. */
export interface Target {
  readonly name: string;
  /** Nobody has made it yet. */
  readonly isNew: boolean;
  /** `pulumi` works on it without `--stack`. Making a stack selects it. */
  readonly selected: boolean;
  /** Its settings so far, the project's defaults among them. All secrets but the token stand as {@link HIDDEN}. */
  readonly before: Config;
}

const configSchema = z.record(z.string(), z.object({ value: z.string().optional(), secret: z.boolean() }));
const settingSchema = z.object({ value: z.string() });

/** What is wrong with the name of a new stack, by Pulumi's rule; undefined when nothing is. */
export function stackNameProblem(name: string): string | undefined {
  if (name === "") return "must not be empty";
  const ownName = name.split("/").at(-1) ?? "";
  if (/^[\w.-]{1,100}$/.test(ownName) && /^[\w./-]+$/.test(name)) return undefined;
  return "may hold letters, digits, hyphens, underscores and dots only, at most 100";
}

/** The stack of this name with its settings, whether it exists or not. */
export async function openTarget(workspace: LocalWorkspace, name: string): Promise<Target> {
  const listed = (await stacksOf(workspace)).find((stack) => stack.name === name);
  const before = await readConfig(workspace, name, listed !== undefined);
  if (before !== undefined) return { name, isNew: false, selected: listed?.current ?? false, before };
  return { name, isNew: true, selected: true, before: await preparedConfig(workspace, name) };
}

/** Undefined when there is no such stack. Pulumi Cloud has stacks that it does not list: those of other organizations. */
async function readConfig(workspace: LocalWorkspace, name: string, exists: boolean): Promise<Config | undefined> {
  let answer: string;
  try {
    answer = await pulumi(workspace, "config", "--json", "--stack", name);
  } catch (error) {
    if (!exists && /no stack named/i.test(errorMessage(error))) return undefined;
    throw error;
  }
  const settings = Object.entries(configSchema.parse(JSON.parse(answer)));
  const config = Object.fromEntries(settings.map(([key, { value = "", secret }]) => [key, secret ? HIDDEN : value]));
  return config[TOKEN] === HIDDEN ? { ...config, [TOKEN]: await decrypted(workspace, name, TOKEN) } : config;
}

async function decrypted(workspace: LocalWorkspace, name: string, key: string): Promise<string> {
  const answer = await pulumi(workspace, "config", "get", key, "--json", "--stack", name);
  return settingSchema.parse(JSON.parse(answer)).value;
}

/** What the file of a stack says that is still to be made, such as one that came with the repository. */
async function preparedConfig(workspace: LocalWorkspace, name: string): Promise<Config> {
  const { config = {} } = await workspace.stackSettings(name).catch(() => ({ config: {} }));
  return Object.fromEntries(
    Object.entries(config).flatMap(([key, value]: [string, unknown]) => {
      if (typeof value === "object" && value !== null && "secure" in value) return [];
      return [[key, typeof value === "object" ? JSON.stringify(value) : String(value)]];
    }),
  );
}

/**
 * Makes the stack where there is none, and writes the changes. Every other setting stays as it is.
 *
 * @throws an error that says what was written before
 */
export async function write(workspace: LocalWorkspace, target: Target, changes: readonly Change[]): Promise<void> {
  const stack = ["--stack", target.name];
  const token = changes.find(({ key, kind }) => key === TOKEN && kind !== "removed");
  const plain = changes.filter(({ key, kind }) => key !== TOKEN && kind !== "removed");
  const removed = changes.filter(({ kind }) => kind === "removed").map(({ key }) => key);
  const done: string[] = [];
  const step = async (what: string, needed: boolean, work: () => Promise<string>) => {
    if (!needed) return;
    await work().catch((error: unknown) => {
      throw new Error(failure(what, errorMessage(error), done), { cause: error });
    });
    done.push(what);
  };
  await step("make the stack", target.isNew, () => pulumi(workspace, "stack", "init", target.name));
  // The token first: what fails at all fails with it, such as a wrong passphrase.
  await step("store the token", token !== undefined, () =>
    pulumiReading(token?.value ?? "", workspace, "config", "set", "--secret", TOKEN, ...stack),
  );
  await step("write the settings", plain.length > 0, () =>
    pulumi(workspace, "config", "set-all", ...stack, "--json", asJson(plain)),
  );
  await step("remove settings", removed.length > 0, () => pulumi(workspace, "config", "rm-all", ...stack, ...removed));
}

function failure(what: string, reason: string, done: readonly string[]): string {
  const before = done.length === 0 ? "Nothing was written." : `Done before: ${done.join(", ")}. A second run goes on.`;
  return `could not ${what}: ${reason.replace(/[\s.]+$/, "")}. ${before}`;
}

/** In the form in which `pulumi config --json` prints settings. */
function asJson(changes: readonly Change[]): string {
  const settings = changes.map(({ key, value }) => [
    key,
    { value, ...(key === OWNERS ? { objectValue: JSON.parse(value) } : {}) },
  ]);
  return JSON.stringify(Object.fromEntries(settings));
}
