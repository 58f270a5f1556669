import type { z } from "zod";
import { AZURE_TENANT, tenantProblems } from "../../stack/providerSettings.ts";
import { issueProblems, SettingsError, unknownNames } from "../../stack/settingProblems.ts";
import { readGiven } from "../../stack/settingsReader.ts";
import { describeSettings, NAMESPACE, SETTING_NAMES, settingsSchema } from "./settingsSchema.ts";

/** The stack's settings, checked and with their defaults. */
export type Settings = z.output<typeof settingsSchema> & {
  /** The tenant that the azuread provider signs in to. */
  readonly tenantId: string;
};

const KNOWN = [...SETTING_NAMES.map((name) => `${NAMESPACE}:${name}`), AZURE_TENANT];

/**
 * Reads the stack's settings. An empty value counts as none.
 *
 * @param config all settings of the stack by full name, as `pulumi.runtime.allConfig()` gives them
 * @throws SettingsError with every wrong setting
 */
export function parseSettings(
  config: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  const given = readGiven(NAMESPACE, describeSettings(), (name) => config[`${NAMESPACE}:${name}`]);
  const parsed = settingsSchema.safeParse(given.values);
  const problems = [
    ...tenantProblems(config, env),
    ...(parsed.error?.issues ?? []).flatMap((issue) => issueProblems(given, issue)),
    ...unknownNames(config, new Map([[NAMESPACE, "this project"]]), KNOWN),
  ];
  if (problems.length > 0 || !parsed.success) throw new SettingsError(problems);
  return { ...parsed.data, tenantId: String(config[AZURE_TENANT] || env.ARM_TENANT_ID).toLowerCase() };
}
