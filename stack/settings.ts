import type { z } from "zod";
import { redirectUri } from "../platforms/origin.ts";
import { completeIntegrations, type IntegrationSettings, integrationProblems, NO_NAME } from "./integrationsSetting.ts";
import { hostProblems, subscriptionProblems, tenantProblems, unknownNames } from "./providerSettings.ts";
import { storageProblems } from "./secretSettings.ts";
import { issueProblems, type SettingProblem, schemaProblem } from "./settingCommands.ts";
import {
  describeSettings,
  NAMESPACE,
  type SettingDescription,
  type SettingName,
  settingsSchema,
} from "./settingsSchema.ts";

export type { SettingProblem } from "./settingCommands.ts";

/** The stack's settings, checked and with their defaults. */
export type Settings = Omit<z.output<typeof settingsSchema>, "integrations"> & {
  /** More integrations by their names, complete. */
  integrations: Readonly<Record<string, IntegrationSettings>>;
  /** See the setting of this name; by default what Gitpod shows for the installation. */
  redirectUri: string;
  /** Names of the settings that the stack keeps encrypted, which must stay secret. */
  secretNames: ReadonlySet<SettingName>;
};

/** Says everything that is wrong with the stack's settings at once. Holds no value of any setting. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly problems: readonly SettingProblem[];

  constructor(problems: readonly SettingProblem[]) {
    const count =
      problems.length === 1 ? "One setting of the stack is" : `${problems.length} settings of the stack are`;
    const list = problems.map(({ key, message, fix }) => `  ${key} ${message}\n      ${fix}`);
    super(`${count} wrong. Mend with the command below each:\n\n${list.join("\n")}\n`);
    this.problems = problems;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings out of the stack's configuration. An empty value counts as none, because the engine itself demands
 * a declared setting that has no default, in words that help less than ours.
 *
 * @param config all settings of the stack by full name; lists as JSON, as `pulumi.runtime.allConfig()` gives them
 * @param env the process's environment, for what the providers read from there
 * @param secretKeys full names of the settings that are stored encrypted; left out where that is not known
 * @throws SettingsError with every wrong setting
 */
export function parseSettings(
  config: Readonly<Record<string, string>>,
  env: Environment,
  secretKeys?: readonly string[],
): Settings {
  const descriptions = describeSettings();
  const set = Object.fromEntries(Object.entries(config).filter(([, text]) => text !== ""));
  const secret = new Set(secretKeys);
  const host = own(set, "gitpod:host") ?? env.GITPOD_HOST ?? "";
  const given = decoded(set, env, descriptions);
  const parsed = settingsSchema.safeParse(given);
  // The tenant has two names, so that what is wrong with it is said once and apart.
  const issues = (parsed.error?.issues ?? []).filter(({ path }) => path[0] !== "tenantId");
  const subscription = own(set, "azure-native:subscriptionId") ?? env.ARM_SUBSCRIPTION_ID;
  const problems = [
    ...hostProblems(host),
    ...issues.flatMap((issue) => issueProblems(issue, given, descriptions)),
    ...problemsOfIntegrations(given).map(({ path, message }) => schemaProblem(path, message, given, descriptions)),
    ...tenantProblems(set, env, (key) => !secret.has(key)),
    ...subscriptionProblems(given.keyVaultId, subscription),
    ...(secretKeys === undefined ? [] : storageProblems(Object.keys(set), secret, descriptions)),
    ...unknownNames(config),
  ];
  if (problems.length > 0 || parsed.data === undefined) throw new SettingsError(problems);
  return {
    ...parsed.data,
    integrations: completeIntegrations(parsed.data.integrations, parsed.data),
    redirectUri: parsed.data.redirectUri ?? redirectUri(host),
    secretNames: new Set(descriptions.map(({ name }) => name).filter((name) => secret.has(sourceOf(name, set)))),
  };
}

function decoded(set: Readonly<Record<string, string>>, env: Environment, descriptions: readonly SettingDescription[]) {
  return Object.fromEntries(
    descriptions.flatMap(({ name, type }) => {
      const text = own(set, sourceOf(name, set)) ?? (name === "tenantId" ? env.ARM_TENANT_ID || undefined : undefined);
      return text === undefined ? [] : [[name, decode(text, type)]];
    }),
  );
}

/** Full name of the setting that gives the value. */
function sourceOf(name: SettingName, set: Readonly<Record<string, string>>): string {
  const key = `${NAMESPACE}:${name}`;
  return name === "tenantId" && !Object.hasOwn(set, key) ? "azuread:tenantId" : key;
}

function own(config: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(config, key) ? config[key] : undefined;
}

/** What the text of a setting means; the text itself where it is not of the type, for the schema to refuse. */
function decode(text: string, type: SettingDescription["type"]): unknown {
  if (type === "integer") return /^[+-]?\d+$/.test(text) ? Number(text) : text;
  if (type === "boolean") return text === "true" || (text === "false" ? false : text);
  if (type === "array" || type === "object") return decodeJson(text);
  return text;
}

function decodeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Also when another setting is wrong, so that one run shows everything there is to fix. */
function problemsOfIntegrations(given: Readonly<Record<string, unknown>>) {
  const { integrations, providerHost, applicationName } = settingsSchema.shape;
  const entries = integrations.safeParse(given.integrations);
  if (!entries.success) return [];
  // zod leaves this name out of a record without a word.
  if (Object.hasOwn(Object(given.integrations), "__proto__"))
    return [{ path: ["integrations", "__proto__"], message: NO_NAME }];
  return integrationProblems(entries.data, {
    organizationId: given.organizationId === undefined ? undefined : String(given.organizationId),
    providerHost: providerHost.safeParse(given.providerHost).data ?? "",
    applicationName: applicationName.safeParse(given.applicationName).data ?? "",
    adoptExisting: false,
  });
}
