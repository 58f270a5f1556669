import { parseSettings, type SettingProblem, type Settings, SettingsError } from "../../../stack/settings.ts";
import { NAMESPACE } from "../../../stack/settingsSchema.ts";

export const ORGANIZATION = "11111111-1111-4111-8111-111111111111";
const TENANT = "22222222-2222-4222-8222-222222222222";
export const RUNNER = "44444444-4444-4444-8444-444444444444";
export const OTHER_RUNNER = "55555555-5555-4555-8555-555555555555";
export const CLASSIC = { organizationId: ORGANIZATION };
export const ONA = { platform: "ona", runnerId: RUNNER };

export type Values = Readonly<Record<string, unknown>>;

/** Objects and lists become JSON, as the engine gives them. */
function config(values: Values, provider: Readonly<Record<string, string>> = {}): Record<string, string> {
  const settings = Object.entries(values).map(([name, value]) => [
    `${NAMESPACE}:${name}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return { "azuread:tenantId": TENANT, ...provider, ...Object.fromEntries(settings) };
}

export function parse(values: Values, provider = {}): Settings {
  return parseSettings(config(values, provider), {});
}

/** What is wrong with settings, with the host of an installation, so that it is never what is missing. */
export function problems(values: Values): readonly SettingProblem[] {
  try {
    parse(values, { "gitpod:host": "gitpod.example.com" });
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  throw new Error("the settings were accepted");
}
