import { copyFile, readFile, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { z } from "zod";
import { loggedRun } from "../engine/loggedRun.ts";
import { kindOf } from "../engine/resourceKinds.ts";
import { pulumi, pulumiWithInput } from "../pulumi/workspace.ts";
import type { Change } from "../setup/settings.ts";
import { asJson, type Target } from "../setup/stack.ts";
import { documentation } from "../shared/packaged.ts";
import type { Wanted } from "./conflicts.ts";
import { EXISTING_SECRET } from "./settings.ts";

const PLACEHOLDER = "<PLACEHOLDER>";
/** Where no secret is known yet. It stays in a temporary file: without any, the program would have other resources. */
const NO_SECRET = "not known yet";

const fileSchema = z.looseObject({
  resources: z.array(z.looseObject({ type: z.string(), name: z.string(), id: z.string().optional() })).nullish(),
});
export type ImportFile = z.output<typeof fileSchema>;

/** A resource of the program, and what it takes over. */
export interface Import {
  readonly type: string;
  readonly name: string;
  readonly id: string;
}

export interface ImportPlan {
  /** What `pulumi import --file` reads. */
  readonly file: ImportFile;
  readonly imports: readonly Import[];
}

/**
 * Lets the engine say which resources the program makes with the changed settings, and gives them the ids of what there is.
 * Neither the stack nor its settings change.
 *
 * @param lacking types of what the stack does not have yet
 * @throws Error when the program refuses the settings, or does not make what is to be taken over
 */
export async function planImports(
  workspace: LocalWorkspace,
  target: Target,
  changes: readonly Change[],
  lacking: Wanted,
  folder: string,
): Promise<ImportPlan> {
  const config = await changedConfig(workspace, target, changes, folder);
  const file = join(folder, "import.json");
  await loggedRun(workspace, "preview", "--stack", target.name, "--config-file", config, "--import-file", file);
  return withIds(fileSchema.parse(JSON.parse(await readFile(file, "utf8"))), lacking);
}

/** Fills in the ids, and leaves out what the first deployment makes. */
export function withIds(file: ImportFile, lacking: Wanted): ImportPlan {
  const imports = [...lacking].map(([type, id]): Import => {
    const [first, ...more] = (file.resources ?? []).filter((each) => each.type === type && each.id === PLACEHOLDER);
    if (first !== undefined && more.length === 0) return { type, name: first.name, id };
    const found = first === undefined ? "no" : "more than one";
    throw new Error(
      `the program makes ${found} ${kindOf(type) ?? type}: take it over by hand, as ${documentation("adopting.md")} says`,
    );
  });
  const resources = (file.resources ?? []).flatMap((each) => {
    if (each.id !== PLACEHOLDER) return [each];
    const own = imports.find(({ type, name }) => type === each.type && name === each.name);
    return own === undefined ? [] : [{ ...each, id: own.id }];
  });
  return { file: { ...file, resources }, imports };
}

/** Reads what is to be imported from both clouds, and writes it to the stack's state. */
export async function runImport(
  workspace: LocalWorkspace,
  { name }: Target,
  { file }: ImportPlan,
  folder: string,
): Promise<void> {
  const path = join(folder, "import.json");
  await writeFile(path, JSON.stringify(file));
  const flags = ["--yes", "--skip-preview", "--protect=false", "--generate-code=false"];
  await loggedRun(workspace, "import", "--stack", name, "--file", path, ...flags);
}

/** A copy of the stack's settings with the changes. Secrets are encrypted in it, as in the stack's own file. */
async function changedConfig(
  workspace: LocalWorkspace,
  { name, names, before }: Target,
  changes: readonly Change[],
  folder: string,
): Promise<string> {
  const copy = join(folder, "settings.yaml");
  await copyFile(await configFile(workspace, name), copy);
  const where = ["--stack", name, "--config-file", copy];
  const set = changes.filter(({ kind }) => kind !== "removed");
  const removed = changes.filter(({ kind }) => kind === "removed").map(({ key }) => names.key(key));
  if (set.length > 0) await pulumi(workspace, "config", "set-all", ...where, "--json", asJson(set, names));
  if (removed.length > 0) await pulumi(workspace, "config", "rm-all", ...where, ...removed);
  if (!before[EXISTING_SECRET]) {
    await pulumiWithInput(NO_SECRET, workspace, "config", "set", "--secret", names.key(EXISTING_SECRET), ...where);
  }
  return copy;
}

async function configFile(workspace: LocalWorkspace, stack: string): Promise<string> {
  // The SDK's types leave it out.
  const project: object & { stackConfigDir?: string } = { ...(await workspace.projectSettings()) };
  return resolve(workspace.workDir, project.stackConfigDir ?? "", `Pulumi.${basename(stack)}.yaml`);
}
