import { createRequire } from "node:module";
import { join } from "node:path";
import { AZURE_NATIVE, installAzureNative } from "../../stack/keyVault.ts";
import { runWithProgress } from "../shared/childProcess.ts";
import { type Config, KEY_VAULT } from "./settings.ts";

/** The stack has a Key Vault, and the project not the npm package that this takes. */
export function lacksAzureNative(config: Config, folder: string): boolean {
  if (!config[KEY_VAULT]) return false;
  try {
    createRequire(join(folder, "package.json")).resolve(`${AZURE_NATIVE}/package.json`);
    return false;
  } catch {
    return true;
  }
}

/** Adds the package to the project's dependencies: commit package.json and package-lock.json. */
export async function addAzureNative(folder: string): Promise<void> {
  const label = `Installing ${AZURE_NATIVE} for the Key Vault`;
  await runWithProgress(process.stderr, label, ["npm", ...installAzureNative()], folder);
}
