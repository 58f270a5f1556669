import * as pulumi from "@pulumi/pulumi";
import { SettingsError } from "./settingProblems.ts";

/** Reads settings. When some are wrong, the engine shows the list of problems and no stack trace. */
export async function readOrExplain<Result>(read: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SettingsError) throw new pulumi.RunError(error.message);
    throw error;
  }
}
