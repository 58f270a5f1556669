import * as pulumi from "@pulumi/pulumi";
import { ProjectNameError, ProjectNames } from "./projectNames.ts";
import { encryptedSettings } from "./secretSettings.ts";
import { SettingsError } from "./settingProblems.ts";
import type { SettingDescription } from "./settingsReader.ts";

type Read<Result> = (
  config: Readonly<Record<string, string>>,
  secretKeys: readonly string[],
) => Result | Promise<Result>;

/**
 * Reads the settings of this program's stack. When some are wrong, the engine shows the list of problems and no stack trace.
 *
 * @param namespace namespace of the settings in the code; in the stack it is the project's name
 * @param read gets all settings, and the names of the encrypted ones, by their full names in the code
 * @param more what to add to the list of problems
 */
export async function readOrExplain<Result>(
  namespace: string,
  descriptions: readonly SettingDescription[],
  read: Read<Result>,
  more = "",
): Promise<Result> {
  try {
    const names = new ProjectNames(namespace, pulumi.getProject(), descriptions);
    const given = pulumi.runtime.allConfig();
    const config = names.keys(given);
    const secretKeys = encryptedSettings(given).map((key) => names.key(key));
    const outcome = await attempt(() => read(config, secretKeys));
    const problems = names.problems(config, outcome instanceof SettingsError ? outcome.problems : []);
    if (problems.length === 0 && !(outcome instanceof SettingsError)) return outcome;
    throw new SettingsError(problems);
  } catch (error) {
    if (error instanceof SettingsError) throw new pulumi.RunError(`${error.message}${more}`);
    if (error instanceof ProjectNameError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

async function attempt<Result>(read: () => Result | Promise<Result>): Promise<Result | SettingsError> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
}
