import type { z } from "zod";
import { CLASSIC } from "../platforms/classic.ts";
import {
  completeIntegrations,
  type IntegrationSettings,
  integrationProblems,
  NAME_RULE,
  type ProblemInMap,
} from "./integrationsSetting.ts";
import {
  AZURE_SUBSCRIPTION,
  gitpodHost,
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
export type Settings = Omit<z.output<typeof settingsSchema>, "integrations"> & {
  /** More integrations by their names, complete. */
  integrations: Readonly<Record<string, IntegrationSettings>>;
  /** The setting of this name; by default what Gitpod shows for the installation. */
  redirectUri: string;
  /** Names of the settings that the stack keeps encrypted, which must stay secret. */
  secretNames: ReadonlySet<SettingName>;
};

type Texts = Readonly<Record<string, string>>;

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
  const host = gitpodHost(set, env);
  const given = readGiven(
    NAMESPACE,
    describeSettings(),
    (name) => set[sourceOf(name, set)] ?? (name === "tenantId" ? env.ARM_TENANT_ID : undefined),
  );
  const parsed = settingsSchema.safeParse(given.values);
  const subscription = set[AZURE_SUBSCRIPTION] ?? env.ARM_SUBSCRIPTION_ID;
  const problems = [
    ...hostProblems(host),
    // tenantProblems reports the tenant, which has more than one name.
    ...(parsed.error?.issues ?? [])
      .filter(({ path }) => path[0] !== "tenantId")
      .flatMap((issue) => issueProblems(given, issue)),
    ...problemsOfIntegrations(given.values).map(({ path, ...problem }) => problemAt(given, path, problem)),
    ...tenantProblems(set, env, (key) => !secret.has(key)),
    ...subscriptionProblems(given.values.keyVaultId, subscription),
    ...(secretKeys === undefined ? [] : storageProblems(Object.keys(set), secret, given.descriptions)),
    ...unknownNames(config, OWNERS, [...SETTING_NAMES.map((name) => `${NAMESPACE}:${name}`), ...OTHER_SETTINGS]),
  ];
  if (problems.length > 0 || parsed.data === undefined) throw new SettingsError(problems);
  return {
    ...parsed.data,
    integrations: completeIntegrations(parsed.data.integrations, parsed.data),
    redirectUri: parsed.data.redirectUri ?? CLASSIC.redirectUri(host),
    secretNames: new Set(SETTING_NAMES.filter((name) => secret.has(sourceOf(name, set)))),
  };
}

/** Full name of the setting that gives the value. */
function sourceOf(name: SettingName, set: Texts): string {
  const key = `${NAMESPACE}:${name}`;
  return name === "tenantId" && set[key] === undefined ? "azuread:tenantId" : key;
}

/** Looks at the map even when another setting is wrong, so that one run reports everything. */
function problemsOfIntegrations(values: Readonly<Record<string, unknown>>): ProblemInMap[] {
  const { integrations, providerHost, applicationName } = settingsSchema.shape;
  const entries = integrations.safeParse(values.integrations);
  if (!entries.success) return [];
  // zod silently drops this name from a record.
  if (Object.hasOwn(Object(values.integrations), "__proto__"))
    return [{ path: ["integrations", "__proto__"], reason: NAME_RULE }];
  return integrationProblems(entries.data, {
    organizationId: values.organizationId === undefined ? undefined : String(values.organizationId),
    providerHost: providerHost.safeParse(values.providerHost).data ?? "",
    applicationName: applicationName.safeParse(values.applicationName).data ?? "",
    adoptExisting: false,
  });
}
