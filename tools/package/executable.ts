import { chmod, copyFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { NODE, ROOT, run } from "./places.ts";

const POSTJECT = join(ROOT, "node_modules/postject/dist/cli.js");

/** https://nodejs.org/docs/latest-v24.x/api/single-executable-applications.html */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

/**
 * Makes an executable for the machine that it runs on out of Node and a bundle, with the bundle's compiled code. It runs only
 * with this processor and system.
 *
 * @param execArgv options for Node
 */
export async function makeExecutable(bundle: string, executable: string, execArgv: readonly string[]): Promise<void> {
  const [config, blob] = [`${executable}.json`, `${executable}.blob`];
  const settings = { main: bundle, output: blob, disableExperimentalSEAWarning: true, useCodeCache: true, execArgv };
  await writeFile(config, JSON.stringify(settings));
  await run(NODE, ["--experimental-sea-config", config]);
  // An executable that runs cannot be overwritten, but removed.
  await rm(executable, { force: true });
  await copyFile(NODE, executable);
  await chmod(executable, 0o755);
  const injected = [executable, "NODE_SEA_BLOB", blob, "--sentinel-fuse", FUSE, "--macho-segment-name", "NODE_SEA"];
  await signed(executable, () => run(NODE, [POSTJECT, ...injected]));
  await Promise.all([config, blob].map((file) => rm(file)));
}

/** macOS kills an executable that was changed after it had been signed. An ad-hoc signature is enough. */
async function signed(executable: string, change: () => Promise<unknown>): Promise<void> {
  if (process.platform !== "darwin") return void (await change());
  await run("codesign", ["--remove-signature", executable]);
  await change();
  await run("codesign", ["--sign", "-", executable]);
}
