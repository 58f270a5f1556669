import * as pulumi from "@pulumi/pulumi";
import { SettingsError } from "./settingProblems.ts";

/** Reads settings. When some are wrong, the engine shows the list of problems and no stack trace. */
export function readOrExplain<Settings>(read: () => Settings): Settings {
  try {
    return read();
  } catch (error) {
    if (error instanceof SettingsError) throw new pulumi.RunError(error.message);
    throw error;
  }
}
