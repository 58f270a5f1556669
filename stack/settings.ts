import type { z } from "zod";
import type { PermissionName } from "../components/entra/permissions.ts";
import { CLASSIC } from "../platforms/classic.ts";
import { integrationProblems } from "./integrationProblems.ts";
import { completeIntegrations, NAME_RULE, placesIn, platformOf, withPlatforms } from "./integrationsSetting.ts";
import type { IntegrationSettings } from "./platform.ts";
import { foreignSettings, type ProblemOfSetting, permissionProblems, platformsIn } from "./platformProblems.ts";
import { PLATFORM_SETTINGS } from "./platforms.ts";
import {
  AZURE_SUBSCRIPTION,
  addressOfPlatform,
  hostProblems,
  OTHER_SETTINGS,
  subscriptionProblems,
  tenantProblems,
} from "./providerSettings.ts";
import { storageProblems } from "./secretSettings.ts";
import { issueProblems, problemAt, SettingsError, unknownNames } from "./settingProblems.ts";
import { readGiven } from "./settingsReader.ts";
import { describeSettings, NAMESPACE, SETTING_NAMES, type SettingName, settingsSchema } from "./settingsSchema.ts";

export { type SettingProblem, SettingsError } from "./settingProblems.ts";

/** The stack's settings, checked and with their defaults. */
export type Settings = Omit<z.output<typeof settingsSchema>, "integrations" | "permissions"> & {
  /** The integration of the stack's own settings, complete; undefined where each is in `integrations`. */
  first: IntegrationSettings | undefined;
  /** More integrations by their names, complete. */
  integrations: Readonly<Record<string, IntegrationSettings>>;
  applicationName: string;
  /** Redirect URI of Gitpod Classic: the setting of this name, by default what Gitpod shows for the installation. */
  redirectUri: string;
  /** As given; empty means the defaults of the platforms that use the app. */
  permissions: readonly PermissionName[];
  /** Names of the settings that the stack keeps encrypted, which must stay secret. */
  secretNames: ReadonlySet<SettingName>;
};

type Texts = Readonly<Record<string, string>>;
type Values = Readonly<Record<string, unknown>>;

const OWNERS = new Map([
  [NAMESPACE, "this project"],
  ["gitpod", "the gitpod provider"],
]);

/**
 * Reads the stack's settings. An empty value counts as none.
 *
 * @param config all settings of the stack by full name; lists as JSON, as `pulumi.runtime.allConfig()` gives them
 * @param env the process's environment, for what the providers read from there
 * @param secretKeys full names of the settings that are stored encrypted; left out where that is not known
 * @throws SettingsError with every wrong setting
 */
export function parseSettings(
  config: Texts,
  env: Readonly<Record<string, string | undefined>>,
  secretKeys?: readonly string[],
): Settings {
  const set = Object.fromEntries(Object.entries(config).filter(([, text]) => text !== ""));
  const secret = new Set(secretKeys);
  const host = addressOfPlatform(CLASSIC, set, env);
  const read = readGiven(
    NAMESPACE,
    describeSettings(),
    (name) => set[sourceOf(name, set)] ?? (name === "tenantId" ? env.ARM_TENANT_ID : undefined),
  );
  const given = { ...read, values: withPlatforms(read.values) };
  const parsed = settingsSchema.safeParse(given.values);
  const subscription = set[AZURE_SUBSCRIPTION] ?? env.ARM_SUBSCRIPTION_ID;
  const problems = [
    ...(platformsIn(given.values).includes("classic") ? hostProblems(host) : []),
    // tenantProblems reports the tenant, which has more than one name.
    ...(parsed.error?.issues ?? [])
      .filter(({ path }) => path[0] !== "tenantId")
      .flatMap((issue) => issueProblems(given, issue)),
    ...crossProblems(given.values).map((problem) => problemAt(given, problem)),
    ...tenantProblems(set, env, (key) => !secret.has(key)),
    ...subscriptionProblems(given.values.keyVaultId, subscription),
    ...(secretKeys === undefined ? [] : storageProblems(Object.keys(set), secret, given.descriptions)),
    ...unknownNames(config, OWNERS, [...SETTING_NAMES.map((name) => `${NAMESPACE}:${name}`), ...OTHER_SETTINGS]),
  ];
  if (problems.length > 0 || parsed.data === undefined) throw new SettingsError(problems);
  const applicationName = parsed.data.applicationName ?? PLATFORM_SETTINGS[parsed.data.platform].applicationName;
  return {
    ...parsed.data,
    ...completeIntegrations(parsed.data.integrations, {
      ...parsed.data,
      places: placesIn(parsed.data),
      applicationName,
    }),
    applicationName,
    redirectUri: parsed.data.redirectUri ?? CLASSIC.redirectUri(host),
    secretNames: new Set(SETTING_NAMES.filter((name) => secret.has(sourceOf(name, set)))),
  };
}

/** Full name of the setting that gives the value. */
function sourceOf(name: SettingName, set: Texts): string {
  const key = `${NAMESPACE}:${name}`;
  return name === "tenantId" && set[key] === undefined ? "azuread:tenantId" : key;
}

/** What only the settings together show; found even when another setting is wrong, so that one run reports everything. */
function crossProblems(values: Values): ProblemOfSetting[] {
  const permissions = settingsSchema.shape.permissions.safeParse(values.permissions).data ?? [];
  return [
    ...hostOfAzureDevOps(values),
    ...permissionProblems(permissions, platformsIn(values)),
    ...foreignSettings(values),
    ...problemsOfIntegrations(values),
  ];
}

/** The stack's host is also that of its entries, so it follows the rule of Gitpod Classic, the stricter one, if one is Classic's. */
function hostOfAzureDevOps({ providerHost, ...values }: Values): ProblemOfSetting[] {
  if (typeof providerHost !== "string") return [];
  const [first = "classic"] = platformsIn(values);
  const problem = PLATFORM_SETTINGS[first].hostProblem(providerHost);
  return problem === undefined ? [] : [{ path: ["providerHost"], ...problem }];
}

function problemsOfIntegrations(values: Values): ProblemOfSetting[] {
  const { integrations, providerHost, applicationName } = settingsSchema.shape;
  const entries = integrations.safeParse(values.integrations);
  if (!entries.success) return [];
  // zod silently drops this name from a record.
  if (Object.hasOwn(Object(values.integrations), "__proto__"))
    return [{ path: ["integrations", "__proto__"], reason: NAME_RULE }];
  const platform = platformOf(values);
  return integrationProblems(entries.data, {
    platform,
    places: placesIn(values),
    providerHost: providerHost.safeParse(values.providerHost).data,
    applicationName:
      applicationName.safeParse(values.applicationName).data ?? PLATFORM_SETTINGS[platform].applicationName,
    adoptExisting: false,
  });
}
