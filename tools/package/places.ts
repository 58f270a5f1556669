import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Folder of the repository. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const WINDOWS = process.platform === "win32";
/** Ending of executables on this machine. */
export const ENDING = WINDOWS ? ".exe" : "";
/** Node of the npm package `node`, whose version is pinned. */
export const NODE = join(ROOT, `node_modules/node/bin/node${ENDING}`);
/** The command `npm`. */
export const NPM = WINDOWS ? "npm.cmd" : "npm";

const execute = promisify(execFile);

/**
 * Runs a command in the repository and returns its standard output.
 *
 * @throws if it fails, with what it has printed
 */
export async function run(command: string, args: readonly string[]): Promise<string> {
  // Windows starts .cmd files only through its shell.
  const options = { cwd: ROOT, maxBuffer: 2 ** 26, shell: command.endsWith(".cmd") };
  const { stdout } = await execute(command, [...args], options).catch((error) => {
    throw new Error(`${command} ${args.join(" ")} failed:\n${error.stdout ?? ""}${error.stderr ?? error.message}`);
  });
  return stdout;
}
