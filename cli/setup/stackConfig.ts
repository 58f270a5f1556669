import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import type { ProjectNames } from "../../stack/projectNames.ts";
import { configOf } from "../pulumi/workspace.ts";
import { type Config, HIDDEN } from "./settings.ts";

/** The stack's settings. */
export interface StackConfig {
  /** By their names in the code. Secrets are {@link HIDDEN}. */
  readonly values: Config;
  /** Names in the code of the settings that are stored encrypted. */
  readonly secretKeys: readonly string[];
  /** Between the names in the code and those of the stack. */
  readonly names: ProjectNames;
}

/** Reads them without decrypting any. */
export async function readConfig(workspace: LocalWorkspace, stack: string, names: ProjectNames): Promise<StackConfig> {
  const settings = Object.entries(names.keys(await configOf(workspace, stack)));
  return {
    names,
    values: Object.fromEntries(settings.map(([key, { value = "", secret }]) => [key, secret ? HIDDEN : value])),
    secretKeys: settings.filter(([, { secret }]) => secret).map(([key]) => key),
  };
}
