import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { makePlugin } from "../package/plugin.ts";
import { readPackageJson, releaseOf } from "../package/release.ts";
import type { Tools } from "./tools.ts";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PROGRAMS = fileURLToPath(new URL("programs/", import.meta.url));

/** What an installation brought. */
export interface Install {
  /** Milliseconds. */
  readonly wall: number;
  readonly packages: number;
  readonly files: number;
  /** Bytes on disk, rounded up to whole blocks. */
  readonly size: number;
  /** Bytes of the packages' archives. */
  readonly downloaded: number;
}

/** The programs to compare, each in a project of its own. */
export const VARIANTS = ["empty", "app registration", "ours", "dynamic resource", "component in YAML"] as const;
export type Variant = (typeof VARIANTS)[number];

const FOLDERS = {
  empty: "empty",
  "app registration": "appRegistration",
  "dynamic resource": "dynamicResource",
} as const satisfies Partial<Record<Variant, string>>;

/** The compared projects in a temporary folder, each with just the packages that it needs. */
export interface Projects {
  /** The component in YAML only where Pulumi's YAML host is. */
  readonly folders: Readonly<Partial<Record<Variant, string>>> & { readonly ours: string };
  readonly installs: {
    /** `npm ci --omit=dev` of this project. */
    readonly ours: Install;
    /** The SDK and azuread alone. */
    readonly minimal: Install;
  };
  /** Milliseconds to clone this repository. */
  readonly clone: number;
  close(): Promise<void>;
}

export async function makeProjects({ yaml }: Tools): Promise<Projects> {
  const root = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-bench-"));
  const ours = join(root, "ours");
  const clone = await timed(() => run("git", ["clone", "--quiet", ROOT, ours]));
  await copyChanges(ours);
  const minimal = join(root, "minimal");
  const installs = {
    ours: await install(ours, join(root, "cache-ours")),
    minimal: await installMinimal(minimal, root),
  };
  const folders: Partial<Record<Variant, string>> & { ours: string } = { ours };
  for (const [variant, folder] of Object.entries(FOLDERS)) {
    folders[variant as Variant] = await makeFloor(join(root, folder), folder, minimal);
  }
  if (yaml) folders["component in YAML"] = await makeYaml(join(root, "component"));
  return { folders, installs, clone, close: () => rm(root, { recursive: true, force: true, maxRetries: 3 }) };
}

/** What is not committed yet is measured too. */
async function copyChanges(folder: string): Promise<void> {
  const list = async (...flags: string[]) =>
    (await run("git", ["ls-files", ...flags], { cwd: ROOT })).stdout.split("\n");
  const changed = await list("--modified", "--others", "--exclude-standard", "--deduplicate");
  for (const path of changed.filter((each) => each !== "")) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await rm(join(folder, path), { force: true });
    await cp(join(ROOT, path), join(folder, path)).catch(() => undefined);
  }
}

async function makeFloor(folder: string, program: string, minimal: string): Promise<string> {
  await cp(join(PROGRAMS, program), folder, { recursive: true });
  await cp(join(minimal, "package.json"), join(folder, "package.json"));
  await symlink(join(minimal, "node_modules"), join(folder, "node_modules"), "junction");
  // The fastest way to run TypeScript: Node strips the types.
  const runtime = "runtime: { name: nodejs, options: { typescript: false } }";
  await writeFile(join(folder, "Pulumi.yaml"), `name: gitpod-azure-devops\n${runtime}\n`);
  return folder;
}

/** With the plugin as `npm run package` makes it. */
async function makeYaml(folder: string): Promise<string> {
  const { executable } = await makePlugin(releaseOf(await readPackageJson()), `${folder}-plugin`);
  const program = await readFile(join(PROGRAMS, "component/Pulumi.yaml"), "utf8");
  await mkdir(folder);
  await writeFile(join(folder, "Pulumi.yaml"), program.replace("../plugin", dirname(executable)));
  return folder;
}

async function installMinimal(folder: string, root: string): Promise<Install> {
  const { dependencies } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const names = ["@pulumi/pulumi", "@pulumi/azuread"];
  const wanted = Object.fromEntries(names.map((name) => [name, dependencies[name]]));
  await mkdir(folder);
  const manifest = { name: "minimal", private: true, type: "module", main: "index.ts", dependencies: wanted };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await run("npm", ["install", "--package-lock-only", "--ignore-scripts"], { cwd: folder });
  return install(folder, join(root, "cache-minimal"));
}

/** With an empty cache, as on a machine that has none of the packages. */
async function install(folder: string, cache: string): Promise<Install> {
  const wall = await timed(() =>
    run("npm", ["ci", "--omit=dev", "--ignore-scripts", "--cache", cache], { cwd: folder }),
  );
  const lock = JSON.parse(await readFile(join(folder, "node_modules/.package-lock.json"), "utf8"));
  const { files, size } = await sizeOf(join(folder, "node_modules"));
  const { size: downloaded } = await sizeOf(join(cache, "_cacache/content-v2"));
  return { wall, packages: Object.keys(lock.packages).length, files, size, downloaded };
}

async function sizeOf(folder: string): Promise<{ files: number; size: number }> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    entries.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).blocks),
  );
  return { files: entries.length, size: sizes.reduce((sum, blocks) => sum + blocks * 512, 0) };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
