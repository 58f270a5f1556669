import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { ProjectNames } from "../../stack/projectNames.ts";
import { describeSettings, NAMESPACE } from "../../stack/settingsSchema.ts";
import { decrypted, PulumiFailure, pulumi, pulumiWithInput, stacksOf } from "../pulumi/workspace.ts";
import { UsageError } from "../shared/commandLine.ts";
import { type Step, stepByStep } from "../shared/stepByStep.ts";
import { type Declares, declaredIn } from "./declared.ts";
import { askSecret, askText, type Choice, choose, say } from "./prompts.ts";
import { type Change, type Config, LISTS, TOKENS } from "./settings.ts";
import { readConfig } from "./stackConfig.ts";

/** The stack that is set up. */
export interface Target {
  readonly name: string;
  /** The stack does not exist yet. */
  readonly isNew: boolean;
  /** `pulumi` needs no `--stack` for it. Creating a stack selects it. */
  readonly selected: boolean;
  /** Between the settings of {@link before}, which have their names in the code, and those of the stack. */
  readonly names: ProjectNames;
  /** Its current settings, with the project's defaults. Secrets other than the tokens are hidden. */
  readonly before: Config;
  readonly declares: Declares;
}

export const PASSPHRASE = "PULUMI_CONFIG_PASSPHRASE";

/** Asks which stack to set up, unless a flag names it, and for its passphrase where Pulumi needs one. */
export async function askTarget(workspace: LocalWorkspace, given: string | undefined): Promise<Target> {
  const name = given === undefined ? await askStackName(workspace) : checkedStackName(given);
  const target = await unlockTarget(workspace, name);
  if (target.isNew && given !== undefined)
    say.info(`There is no stack ${name} yet. It is created and selected at the end.`);
  return target;
}

async function askStackName(workspace: LocalWorkspace): Promise<string> {
  const stacks = await stacksOf(workspace);
  // No stack can have this name.
  const another = "/";
  const choices: Choice<string>[] = stacks.map(({ name, current }) => ({
    value: name,
    label: name,
    ...(current ? { hint: "selected" } : {}),
  }));
  if (choices.length > 0) {
    const selected = stacks.find(({ current }) => current)?.name;
    const chosen = await choose("Stack", [...choices, { value: another, label: "a new one" }], selected);
    if (chosen !== another) return chosen;
  }
  return askText({
    message: "Name of the new stack, which is one deployment with its settings",
    initial: stacks.length === 0 ? "prod" : "",
    check: stackNameProblem,
  });
}

/** What is wrong with the name of a new stack, by Pulumi's rule; undefined when it is valid. */
export function stackNameProblem(name: string): string | undefined {
  if (name === "") return "must not be empty";
  const ownName = name.split("/").at(-1) ?? "";
  if (/^[\w.-]{1,100}$/.test(ownName) && /^[\w./-]+$/.test(name)) return undefined;
  return "may contain only letters, digits, hyphens, underscores and dots, at most 100";
}

/** @throws UsageError when `--stack` cannot be a stack's name */
export function checkedStackName(name: string): string {
  const problem = stackNameProblem(name);
  if (problem !== undefined) throw new UsageError(`--stack ${problem}`);
  return name;
}

/** Pulumi has no terminal here and cannot ask for a passphrase. This asks, and passes it on in the environment. */
async function unlockTarget(workspace: LocalWorkspace, name: string): Promise<Target> {
  const need = await neededPassphrase(workspace, name);
  if (need === undefined) return openTarget(workspace, name);
  for (;;) {
    const passphrase = await (need === "new" ? newPassphrase(name) : askSecret(`Passphrase of the stack ${name}`));
    workspace.envVars = { ...workspace.envVars, [PASSPHRASE]: passphrase };
    try {
      return await openTarget(workspace, name);
    } catch (error) {
      if (!(error instanceof PulumiFailure && error.reason === "passphrase")) throw error;
      say.error(`Pulumi says: ${error.message}.`);
    }
  }
}

async function neededPassphrase(workspace: LocalWorkspace, name: string): Promise<"existing" | "new" | undefined> {
  const env = { ...process.env, ...workspace.envVars };
  if (env[PASSPHRASE] !== undefined || env[`${PASSPHRASE}_FILE`] !== undefined) return undefined;
  const settings = await workspace.stackSettings(name).catch(() => undefined);
  if (settings?.encryptionSalt !== undefined) return "existing";
  const exists = (await stacksOf(workspace)).some((stack) => stack.name === name);
  if (exists || settings?.secretsProvider !== undefined) return undefined;
  // Pulumi Cloud keeps the key itself. Every other backend encrypts by passphrase unless told otherwise.
  const { url = "" } = await workspace.whoAmI();
  return /^https?:/.test(url) ? undefined : "new";
}

async function newPassphrase(name: string): Promise<string> {
  say.info(`Pulumi encrypts the secrets of the stack ${name} with a passphrase. You need it for every later command.`);
  const check = (text: string) => (text === "" ? "must not be empty" : undefined);
  for (;;) {
    const passphrase = await askSecret("Passphrase of the new stack", check);
    if ((await askSecret("The same again")) === passphrase) return passphrase;
    say.error("The passphrases differ.");
  }
}

/** The stack of this name with its settings, whether it exists or not. */
export async function openTarget(workspace: LocalWorkspace, name: string): Promise<Target> {
  const project = await workspace.projectSettings();
  const names = new ProjectNames(NAMESPACE, project.name, describeSettings());
  const listed = (await stacksOf(workspace)).find((stack) => stack.name === name);
  const config = await existingConfig(workspace, name, names, listed !== undefined);
  const before = config ?? names.keys(await preparedConfig(workspace, name));
  const declares = declaredIn(project);
  if (config !== undefined) return { name, isNew: false, selected: listed?.current ?? false, names, before, declares };
  return { name, isNew: true, selected: true, names, before, declares };
}

/** Undefined when there is no such stack. Pulumi Cloud does not list the stacks of other organizations. */
async function existingConfig(
  workspace: LocalWorkspace,
  name: string,
  names: ProjectNames,
  exists: boolean,
): Promise<Config | undefined> {
  const config = await readConfig(workspace, name, names).catch((error: unknown) => {
    if (!exists && error instanceof PulumiFailure && error.reason === "noSuchStack") return undefined;
    throw error;
  });
  if (config === undefined) return undefined;
  const tokens = TOKENS.filter((key) => config.secretKeys.includes(key));
  const values = await Promise.all(tokens.map(async (key) => [key, await decrypted(workspace, name, key)] as const));
  return { ...config.values, ...Object.fromEntries(values) };
}

/** The settings in the file of a stack that does not exist yet; the file may have come with the repository. */
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
 * Creates the stack if it is new, and writes the changes. Every other setting stays as it is.
 *
 * @throws an error that says what was written before
 */
export async function write(
  workspace: LocalWorkspace,
  target: Target,
  changes: readonly Change[],
  step: Step = stepByStep(),
): Promise<void> {
  const stack = ["--stack", target.name];
  const written = changes.filter(({ kind }) => kind !== "removed");
  const tokens = written.filter(({ key }) => TOKENS.includes(key));
  const plain = written.filter((change) => !tokens.includes(change));
  const removed = changes.filter(({ kind }) => kind === "removed").map(({ key }) => target.names.key(key));
  if (target.isNew) await step("create the stack", () => pulumi(workspace, "stack", "init", target.name));
  // The token first: a wrong passphrase, for example, then fails before anything is written.
  for (const { key, value } of tokens) {
    await step("store the token", () => pulumiWithInput(value, workspace, "config", "set", "--secret", key, ...stack));
  }
  if (plain.length > 0) {
    await step("write the settings", () =>
      pulumi(workspace, "config", "set-all", ...stack, "--json", asJson(plain, target.names)),
    );
  }
  if (removed.length > 0)
    await step("remove settings", () => pulumi(workspace, "config", "rm-all", ...stack, ...removed));
}

/** In the format of `pulumi config --json`. */
export function asJson(changes: readonly Change[], names: ProjectNames): string {
  const settings = changes.map(({ key, value }) => [
    names.key(key),
    { value, ...(LISTS.includes(key) ? { objectValue: JSON.parse(value) } : {}) },
  ]);
  return JSON.stringify(Object.fromEntries(settings));
}
