import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { errorCode, errorMessage } from "../../provider-kit/errors.ts";
import { NAMESPACE } from "../../stack/settingsSchema.ts";
import { runWithProgress } from "../shared/childProcess.ts";
import { UsageError } from "../shared/commandLine.ts";
import { PACKAGED } from "../shared/packaged.ts";
import { temporaryFolder } from "../shared/temporaryFolder.ts";
import { listed } from "../shared/text.ts";
import type { Flags } from "./flags.ts";
import { Cancelled, confirmed, say } from "./prompts.ts";

const ENTRY = `${packageJson.name}/stack`;
/** What npm and Git put into a folder. */
const HARMLESS: ReadonlySet<string> = new Set([".git", "node_modules", "package.json", "package-lock.json"]);
const MOST_SHOWN = 5;
const { dependencies } = packageJson;
const NEEDED: Readonly<Record<string, string>> = {
  [packageJson.name]: packageJson.version,
  "@pulumi/pulumi": dependencies["@pulumi/pulumi"],
  "@pulumi/azuread": dependencies["@pulumi/azuread"],
};

/** Each file of a project besides package.json. */
const FILES: Readonly<Record<string, string>> = {
  "Pulumi.yaml": `name: ${NAMESPACE}
description: Azure DevOps for Gitpod or Ona, with an app registration in Microsoft Entra ID
runtime:
  name: nodejs
  options:
    typescript: false # Node runs it directly
`,
  "index.ts": `export { default } from "${ENTRY}";\n`,
  "tsconfig.json": asJson({
    compilerOptions: { target: "es2024", module: "nodenext", types: [], noEmit: true, strict: true },
    files: ["index.ts"],
  }),
  ".gitignore": "node_modules/\n",
};

/** What the setup needs to know of a package.json. */
interface Manifest {
  readonly type?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** A project that is written when all questions are answered. */
export interface NewProject {
  /** A folder with its Pulumi.yaml alone, in which Pulumi answers questions about it. */
  readonly draft: string;
  /** Writes the project's files that are not there, and installs its packages. */
  make(): Promise<void>;
}

/**
 * The project to make in a folder; undefined where there is one.
 *
 * @throws UsageError where there is none, and none is to be made
 */
export async function newProject(flags: Flags, attended: boolean): Promise<NewProject | undefined> {
  const folder = resolve(flags.cwd ?? ".");
  if (existsSync(join(folder, "Pulumi.yaml"))) return undefined;
  const others = await otherFiles(folder);
  if (attended && !flags.new) await askForProject(folder, others);
  else if (!flags.new && !(flags.yes && others.length === 0)) {
    throw new UsageError(
      `there is no Pulumi.yaml in ${folder}: run this in the project's folder, set --cwd, or make a project there with --new`,
    );
  }
  if (!PACKAGED && !isInstalled(folder, packageJson.name)) {
    throw new UsageError(
      `a project in ${folder} needs the npm package: install it there first (docs/components.md). This clone of the repository is a project itself`,
    );
  }
  const manifest = await readManifest(folder);
  await refuseOtherProgram(folder, manifest, others);
  const { folder: draft } = await temporaryFolder("project-");
  await writeFile(join(draft, "Pulumi.yaml"), FILES["Pulumi.yaml"] ?? "");
  return { draft, make: () => make(folder, manifest) };
}

async function otherFiles(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => !HARMLESS.has(name));
}

async function askForProject(folder: string, others: readonly string[]): Promise<void> {
  say.info(
    "There is no Pulumi project in this folder yet. This makes one: Pulumi.yaml, one line of TypeScript, and npm packages. " +
      "For YAML or Python use pulumi new with a template instead.",
  );
  const shown =
    others.length > MOST_SHOWN ? [...others.slice(0, MOST_SHOWN), `${others.length - MOST_SHOWN} more`] : others;
  const beside = others.length === 0 ? "?" : `, beside ${listed(shown)}? They stay as they are.`;
  if (!(await confirmed(`Make a project in the folder ${basename(folder)}${beside}`, others.length === 0)))
    throw new Cancelled();
}

async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(join(folder, "package.json"), "utf8").catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? undefined : JSON.parse(text);
}

/** What is in the folder must not change its meaning. */
async function refuseOtherProgram(folder: string, manifest: Manifest | undefined, others: readonly string[]) {
  const isOurs = !others.includes("index.ts") || (await readFile(join(folder, "index.ts"), "utf8")).includes(ENTRY);
  const becomesModules = manifest !== undefined && manifest.type !== "module" && others.length > 0;
  if (isOurs && !becomesModules) return;
  const what = isOurs ? 'a package.json without "type": "module"' : "an index.ts";
  throw new UsageError(`${folder} has ${what} of another program: make the project in a folder of its own`);
}

async function make(folder: string, manifest: Manifest | undefined): Promise<void> {
  const has = { ...manifest?.devDependencies, ...manifest?.dependencies };
  const added = Object.entries(NEEDED).filter(([name]) => has[name] === undefined);
  if (manifest?.type !== "module" || added.length > 0) {
    const dependencies = { ...manifest?.dependencies, ...Object.fromEntries(added) };
    const start = manifest ?? { name: NAMESPACE, private: true };
    await writeFile(join(folder, "package.json"), asJson({ ...start, type: "module", dependencies }));
  }
  for (const [name, content] of Object.entries(FILES)) {
    if (!existsSync(join(folder, name))) await writeFile(join(folder, name), content);
  }
  const isComplete = Object.keys(NEEDED).every((name) => isInstalled(folder, name));
  if (added.length > 0 || !isComplete) await npmInstall(folder);
}

function isInstalled(folder: string, name: string): boolean {
  return existsSync(join(folder, "node_modules", name));
}

async function npmInstall(folder: string): Promise<void> {
  try {
    await runWithProgress(process.stderr, "Installing the project's packages", ["npm", "install"], folder);
  } catch (error) {
    throw new Error(`${errorMessage(error)}\nThe project's files are written: run this again when npm install works`, {
      cause: error,
    });
  }
}

function asJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
