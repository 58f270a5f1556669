import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Bundle, bundle } from "./bundle.ts";
import { makeExecutable } from "./executable.ts";
import { ENDING, ROOT } from "./places.ts";
import type { Release } from "./release.ts";

const PRELOAD = "./preload.cjs";
const MAIN = "./provider/main.ts";

/** What the launcher in provider/ gives Node. */
const NODE_OPTIONS = ["--max-semi-space-size=2"];

export interface BuiltPlugin extends Bundle {
  readonly executable: string;
}

/** Makes the plugin's executable for this machine, alone in a folder of the given one. */
export async function makePlugin(release: Release, folder: string): Promise<BuiltPlugin> {
  const built = await bundle([PRELOAD, MAIN], join(folder, "plugin.cjs"), release);
  const executable = join(folder, "plugin", `pulumi-resource-${release.pulumi.name}${ENDING}`);
  await mkdir(join(folder, "plugin"), { recursive: true });
  await makeExecutable(built.file, executable, NODE_OPTIONS);
  return { ...built, executable };
}

/** Makes the plugin for any machine with a Node.js: a launcher, what Node loads first, and the bundle. */
export async function makePortable(release: Release, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await bundle([PRELOAD], join(folder, "preload.cjs"), release);
  await bundle([MAIN], join(folder, "plugin.cjs"), release);
  const launcher = `pulumi-resource-${release.pulumi.name}`;
  await copyFile(join(ROOT, "tools/package/portable", launcher), join(folder, launcher));
}
