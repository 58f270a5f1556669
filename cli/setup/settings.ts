import { PLATFORMS, type PlatformName } from "../../platforms/index.ts";
import { configSchema } from "../../provider/config.ts";
import { PLATFORM_SETTINGS } from "../../stack/platforms.ts";
import { AZURE_SUBSCRIPTION, subscriptionOf } from "../../stack/providerSettings.ts";
import { parseSettings, type SettingProblem, SettingsError } from "../../stack/settings.ts";
import { NAMESPACE } from "../../stack/settingsSchema.ts";
import { parseJson } from "../shared/text.ts";
import type { Config } from "./settings/platform.ts";
import { SETTINGS_BY_PLATFORM } from "./settings/platforms.ts";

export type { Config };

/** Stands for a secret that the setup does not need to know. */
export const HIDDEN = "[secret]";

/** Settings whose value is never shown. */
export const TOKENS: readonly string[] = PLATFORMS.map(({ token }) => keyOf(token.name));
export const PLATFORM = `${NAMESPACE}:platform`;
export const AZURE_TENANT = "azuread:tenantId";
export const TENANT = `${NAMESPACE}:tenantId`;
export const AUTHORITY = `${NAMESPACE}:authorityHost`;
/** Where the azuread provider asks for the addresses of a cloud. */
export const METADATA = "azuread:metadataHost";
export const INTEGRATIONS = `${NAMESPACE}:integrations`;
export const OWNERS = `${NAMESPACE}:owners`;
export const PERMISSIONS = `${NAMESPACE}:permissions`;
export const TAGS = `${NAMESPACE}:tags`;
/** Settings whose value is a list. */
export const LISTS: readonly string[] = [OWNERS, PERMISSIONS, TAGS];
export const LIFETIME = `${NAMESPACE}:secretLifetimeDays`;
export const ROTATION = `${NAMESPACE}:rotateAfterDays`;
export const KEY_VAULT = `${NAMESPACE}:keyVaultId`;

/** What flags and questions set, in the order of the questions. */
export const ASKED: readonly string[] = [
  PLATFORM,
  ...SETTINGS_BY_PLATFORM.flatMap(({ keys }) => keys),
  AZURE_TENANT,
  TENANT,
  AUTHORITY,
  METADATA,
  OWNERS,
  LIFETIME,
  ROTATION,
  KEY_VAULT,
  AZURE_SUBSCRIPTION,
];

export interface Change {
  readonly key: string;
  readonly kind: "set" | "changed" | "removed";
  /** Empty when it is removed. */
  readonly value: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function changesBetween(before: Config, after: Config): Change[] {
  const keys = [...new Set([...ASKED, ...Object.keys(after)])];
  return keys.flatMap((key): Change[] => {
    const [old, value] = [before[key] ?? "", after[key] ?? ""];
    if (old === value) return [];
    return [{ key, value, kind: value === "" ? "removed" : old === "" ? "set" : "changed" }];
  });
}

/** Everything that is wrong with the settings, in the same words as in a deployment. */
export function problemsIn(config: Config, env: Environment): readonly SettingProblem[] {
  // Only a deployment can check the secrets that are hidden here.
  const hidden = Object.keys(config).filter((key) => config[key] === HIDDEN);
  const problems = [...stackProblems(config, env), ...providerProblems(config)];
  return problems.filter((problem) => !hidden.some((key) => concerns(problem, key)));
}

/** What is wrong with a setting, as a sentence without its subject; undefined when it is valid. */
export function problemWith(key: string, config: Config, env: Environment): string | undefined {
  return problemsIn(config, env).find((problem) => concerns(problem, key))?.message;
}

/** The problem is about this setting, or an element of it. */
function concerns(problem: SettingProblem, key: string): boolean {
  // The tenant has three names, and a problem names one of them.
  if (key === AZURE_TENANT || key === TENANT) return [AZURE_TENANT, TENANT, "ARM_TENANT_ID"].includes(problem.key);
  return problem.key === key || problem.key.startsWith(`${key}[`);
}

/** The tenant that a deployment would use; empty when there is none. */
export function tenantOf(config: Config, env: Environment): string {
  return config[TENANT] || config[AZURE_TENANT] || env.ARM_TENANT_ID || "";
}

/** Sets the tenant where both providers find it, and under the project's own name if the stack uses that. */
export function withTenant(config: Config, tenant: string): Config {
  return { ...config, [AZURE_TENANT]: tenant, ...(config[TENANT] ? { [TENANT]: tenant } : {}) };
}

/** Sets the platform. This removes the settings that only the former one has. */
export function withPlatform(config: Config, name: PlatformName): Config {
  if ((config[PLATFORM] || PLATFORMS[0].name) === name) return config;
  const others = PLATFORMS.filter((platform) => platform.name !== name).flatMap((platform) =>
    Object.keys(PLATFORM_SETTINGS[platform.name].own),
  );
  const removed = others.map((own) => `${NAMESPACE}:${own}`).filter((key) => config[key]);
  return { ...config, [PLATFORM]: name, ...Object.fromEntries(removed.map((key) => [key, ""])) };
}

/** A setting's name as `pulumi config` prints it, without the project's own namespace. */
export function shortName(key: string): string {
  return key.startsWith(`${NAMESPACE}:`) ? key.slice(NAMESPACE.length + 1) : key;
}

/** Full name of a setting of the provider. */
export function keyOf(name: string): string {
  return `gitpod:${name}`;
}

/** The stack's settings of the provider, by the provider's names. */
export function providerSettings(config: Config): Record<string, string> {
  const prefix = keyOf("");
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key, value]) => key.startsWith(prefix) && value !== "")
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}

/** All integrations of the stack are in the setting `integrations`. @param placeKey the setting for the stack's own one */
export function namesAllInMap(config: Config, placeKey: string): boolean {
  if (config[placeKey]) return false;
  return entriesOf(config).length > 0;
}

/** The entries of the setting `integrations`, whatever they are; none where it is wrong. */
export function entriesOf(config: Config): readonly unknown[] {
  const entries = parseJson(config[INTEGRATIONS] || "{}");
  return typeof entries === "object" && entries !== null ? Object.values(entries) : [];
}

/** The elements of a list in a setting; none where it is wrong. */
export function listIn(text = ""): readonly string[] {
  const list = parseJson(text || "[]");
  return Array.isArray(list) ? list.map(String) : [];
}

export function ownersOf(config: Config): readonly string[] {
  return listIn(config[OWNERS]);
}

export function withOwners(config: Config, owners: readonly string[]): Config {
  return { ...config, [OWNERS]: owners.length === 0 && !config[OWNERS] ? "" : JSON.stringify(owners) };
}

/** Sets the Key Vault, and its subscription, where the azure-native provider looks for it. */
export function withKeyVault(config: Config, keyVaultId: string): Config {
  const subscription = subscriptionOf(keyVaultId);
  return { ...config, [KEY_VAULT]: keyVaultId, ...(subscription && { [AZURE_SUBSCRIPTION]: subscription }) };
}

function stackProblems(config: Config, env: Environment): readonly SettingProblem[] {
  try {
    parseSettings(config, env);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

/** These are checked by the provider, not by the stack's program. */
function providerProblems(config: Config): SettingProblem[] {
  const names = SETTINGS_BY_PLATFORM.flatMap(({ checkedByProvider }) => checkedByProvider);
  return names.flatMap((name) => {
    const key = keyOf(name);
    const message = configSchema.shape[name].safeParse(config[key] || undefined).error?.issues[0]?.message;
    const fix = `pulumi config set ${TOKENS.includes(key) ? "--secret " : ""}${key}`;
    return message === undefined ? [] : [{ key, message, fix }];
  });
}
