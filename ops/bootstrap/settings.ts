import { z } from "zod";
import { nearest } from "../../provider-kit/nearest.ts";
import { type SettingProblem, SettingsError } from "../../stack/settings.ts";
import { NAMESPACE, SETTING_NAMES, settingsSchema } from "./settingsSchema.ts";

/** The stack's settings, checked and with their defaults. */
export type Settings = z.output<typeof settingsSchema> & {
  /** The tenant that the azuread provider signs in to. */
  readonly tenantId: string;
};

const TENANT = "azuread:tenantId";

/** What stands for a setting's value in a command that sets it; quoted, since shells know the brackets. */
const EXAMPLES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(settingsSchema.shape).map(([name, schema]) => [name, `'${schema.meta()?.example}'`]),
);

/**
 * Reads the settings out of the stack's configuration. An empty value counts as none.
 *
 * @param config all settings of the stack by full name, as `pulumi.runtime.allConfig()` gives them
 * @throws SettingsError with every wrong setting
 */
export function parseSettings(
  config: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  const given = Object.entries(config)
    .filter(([key, text]) => key.startsWith(`${NAMESPACE}:`) && text !== "")
    .map(([key, text]) => [key.slice(NAMESPACE.length + 1), text] as const);
  const values = given.map(([name, text]) => [name, name === "owners" ? list(text) : text]);
  const parsed = settingsSchema.safeParse(Object.fromEntries(values));
  const tenant = z
    .guid()
    .toLowerCase()
    .safeParse(config[TENANT] || env.ARM_TENANT_ID);
  const problems = [...(tenant.success ? [] : [tenantProblem()]), ...(parsed.error?.issues ?? []).flatMap(toProblems)];
  if (problems.length > 0 || !parsed.success || !tenant.success) throw new SettingsError(problems);
  return { ...parsed.data, tenantId: tenant.data };
}

/** A list as the engine gives it; the text itself where it is none, for the schema to refuse. */
function list(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function tenantProblem(): SettingProblem {
  const message = "must be a UUID: the Microsoft Entra tenant, which ARM_TENANT_ID can give too";
  return { key: TENANT, message, fix: `pulumi config set ${TENANT} '<tenant-id>'` };
}

function toProblems(issue: z.core.$ZodIssue): SettingProblem[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map(unknownSetting);
  const [name, index] = issue.path;
  const key = `${NAMESPACE}:${String(name)}`;
  const example = EXAMPLES[String(name)];
  if (name !== "owners") return [{ key, message: issue.message, fix: `pulumi config set ${key} ${example}` }];
  const item = `${key}[${typeof index === "number" ? index : 0}]`;
  return [{ key: item, message: issue.message, fix: `pulumi config set --path '${item}' ${example}` }];
}

function unknownSetting(name: string): SettingProblem {
  const guess = nearest(name, SETTING_NAMES);
  const message = `is not a setting of this project${guess === undefined ? "" : `; did you mean ${guess}?`}`;
  return { key: `${NAMESPACE}:${name}`, message, fix: `pulumi config rm '${NAMESPACE}:${name}'` };
}
