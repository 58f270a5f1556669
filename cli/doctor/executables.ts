import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** Endings of executables by platform. */
const ENDINGS = process.platform === "win32" ? [".exe", ".cmd", ".bat"] : [""];
/** npm and npx put their folders first, so that the commands they start see another PATH than a shell does. */
const OF_NPM = /[\\/](node_modules[\\/]\.bin|node-gyp-bin)[\\/]?$/;

/** Folders on PATH as a shell has them, not as npm extends them. */
export function shellPath({ PATH = "" }: NodeJS.ProcessEnv): string[] {
  return PATH.split(delimiter).filter((folder) => folder !== "" && !OF_NPM.test(folder));
}

/** The path of an executable in one of these folders; undefined when there is none. */
export function findExecutable(name: string, folders: readonly string[]): string | undefined {
  const candidates = folders.flatMap((folder) => ENDINGS.map((ending) => join(folder, `${name}${ending}`)));
  return candidates.find(isExecutable);
}

/** The plugins that Pulumi has installed, such as `resource-azuread-v6.0.0`. */
export function installedPlugins({ PULUMI_HOME }: NodeJS.ProcessEnv): string[] {
  const folder = join(PULUMI_HOME || join(homedir(), ".pulumi"), "plugins");
  // A lock may be there without its plugin.
  return existsSync(folder) ? readdirSync(folder).filter((name) => !name.endsWith(".lock")) : [];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
