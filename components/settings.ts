import type { z } from "zod";
import { hostProblem, redirectUri } from "../provider/gitpod/origin.ts";
import { nearest } from "../provider/server/nearest.ts";
import {
  completeIntegrations,
  INTEGRATION_FIELDS,
  type IntegrationSettings,
  integrationProblems,
  NO_NAME,
} from "./integrationsSetting.ts";
import { isKeyVaultId, keyVaultParts } from "./keyVaultId.ts";
import {
  describeSettings,
  NAMESPACE,
  SETTING_NAMES,
  type SettingDescription,
  settingsSchema,
} from "./settingsSchema.ts";

/** The stack's settings, checked and with their defaults. */
export type Settings = Omit<z.output<typeof settingsSchema>, "integrations"> & {
  /** More integrations by their names, complete. */
  integrations: Readonly<Record<string, IntegrationSettings>>;
  /** See the setting of this name; by default what Gitpod shows for the installation. */
  redirectUri: string;
};

/** A setting that is wrong, and how to mend it. */
export interface SettingProblem {
  /** Full name of the setting, such as `gitpod:host`. */
  readonly key: string;
  /** Continues the name: "is missing". */
  readonly message: string;
  /** Command that mends it. */
  readonly mend: string;
}

/** Says everything that is wrong with the stack's settings at once. Holds no value of any setting. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly problems: readonly SettingProblem[];

  constructor(problems: readonly SettingProblem[]) {
    const count =
      problems.length === 1 ? "One setting of the stack is" : `${problems.length} settings of the stack are`;
    const list = problems.map(({ key, message, mend }) => `  ${key} ${message}\n      ${mend}`);
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
 * @throws SettingsError with every wrong setting
 */
export function parseSettings(config: Readonly<Record<string, string>>, env: Environment): Settings {
  const host = own(config, "gitpod:host") ?? env.GITPOD_HOST ?? "";
  const azureTenantId = own(config, "azuread:tenantId") ?? (env.ARM_TENANT_ID || undefined);
  const descriptions = describeSettings();
  const given = Object.fromEntries(
    descriptions.flatMap(({ name, type }) => {
      const text = own(config, `${NAMESPACE}:${name}`) ?? (name === "tenantId" ? azureTenantId : undefined);
      return text === undefined || text === "" ? [] : [[name, decode(text, type)]];
    }),
  );
  const parsed = settingsSchema.safeParse(given);
  const problems = [
    ...hostProblems(host),
    ...(parsed.error?.issues ?? []).flatMap((issue) => issueProblems(issue, descriptions)),
    ...problemsOfIntegrations(given).map(({ path, message }) => schemaProblem(path, message, descriptions)),
    ...tenantProblems(given.tenantId, azureTenantId),
    ...subscriptionProblems(given.keyVaultId, own(config, "azure-native:subscriptionId") ?? env.ARM_SUBSCRIPTION_ID),
    ...unknownNames(config),
  ];
  if (problems.length > 0 || parsed.data === undefined) throw new SettingsError(problems);
  return {
    ...parsed.data,
    integrations: completeIntegrations(parsed.data.integrations, parsed.data),
    redirectUri: parsed.data.redirectUri ?? redirectUri(host),
  };
}

function own(config: Readonly<Record<string, string>>, key: string): string | undefined {
  const value = Object.hasOwn(config, key) ? config[key] : undefined;
  return value === "" ? undefined : value;
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

function hostProblems(host: string): SettingProblem[] {
  if (host === "") {
    const message = "is missing: the host of your Gitpod installation, which GITPOD_HOST can give too";
    return [{ key: "gitpod:host", message, mend: "pulumi config set gitpod:host gitpod.example.com" }];
  }
  const message = hostProblem(host);
  if (message === undefined) return [];
  return [{ key: "gitpod:host", message, mend: `pulumi config set gitpod:host ${suggestion(message) ?? "<host>"}` }];
}

/** The value that a message offers, which the command can then hold. */
function suggestion(message: string): string | undefined {
  return /(?:; write|did you mean) (?:it like )?([\w.:/[\]-]+)\??$/.exec(message)?.[1];
}

/** Also when another setting is wrong, so that one run shows everything there is to mend. */
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

/** One for each setting of an entry that there is not, else one. */
function issueProblems(issue: z.core.$ZodIssue, descriptions: readonly SettingDescription[]): SettingProblem[] {
  if (issue.code !== "unrecognized_keys") return [schemaProblem(issue.path, issue.message, descriptions)];
  return issue.keys.map((field) => {
    const message = `is not a setting of an integration${didYouMean(nearest(field, INTEGRATION_FIELDS))}`;
    const key = keyOf([...issue.path, field]);
    return { key, message, mend: `pulumi config rm --path ${quoted(key)}` };
  });
}

function schemaProblem(
  path: readonly PropertyKey[],
  message: string,
  descriptions: readonly SettingDescription[],
): SettingProblem {
  const [name, ...below] = path;
  const key = keyOf(path);
  const setting = descriptions.find(
    (description) => description.name === (name === "integrations" ? below.at(-1) : name),
  );
  // Without a value: the CLI then asks for it, and none stays in the shell's history.
  if (setting?.secret) return { key, message, mend: `pulumi config set --secret ${key}` };
  if (name === "integrations" && below.length < 2) return { key, message, mend: mendOfEntry(key, below.length) };
  const value = suggestion(message) ?? setting?.example ?? "true";
  const shown = /[<>\s]/.test(value) ? `'${value}'` : value;
  if (below.length > 0) return { key, message, mend: `pulumi config set --path ${quoted(key)} ${shown}` };
  if (setting?.type !== "array") return { key, message, mend: `pulumi config set ${key} ${shown}` };
  return { key, message, mend: `pulumi config set --path '${key}[0]' ${shown}` };
}

/** An entry that is no entry has to go; a setting that is no map can be begun in its place. */
function mendOfEntry(key: string, depth: number): string {
  if (depth === 1) return `pulumi config rm --path ${quoted(key)}`;
  return `pulumi config set --path '${key}.<name>.organizationId' '<uuid>'`;
}

/** A setting's name as `pulumi config --path` takes it. */
function keyOf(path: readonly PropertyKey[]): string {
  const [name, ...below] = path;
  const rest = below.map((part) => {
    if (typeof part === "number") return `[${part}]`;
    return /^[\w-]+$/.test(String(part)) ? `.${String(part)}` : `[${JSON.stringify(part)}]`;
  });
  return `${NAMESPACE}:${String(name)}${rest.join("")}`;
}

/** For a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function didYouMean(guess: string | undefined): string {
  return guess === undefined ? "" : `; did you mean ${guess}?`;
}

/** The app would be registered in one tenant, and people sent to another to sign in. */
function tenantProblems(tenantId: unknown, azureTenantId: string | undefined): SettingProblem[] {
  if (typeof tenantId !== "string" || azureTenantId === undefined) return [];
  if (tenantId.toLowerCase() === azureTenantId.toLowerCase()) return [];
  const message = "differs from the tenant of the azuread provider (azuread:tenantId, else ARM_TENANT_ID)";
  return [{ key: `${NAMESPACE}:tenantId`, message, mend: "pulumi config set azuread:tenantId '<uuid>'" }];
}

/** The azure-native provider looks for the vault in its own subscription, whatever the id says. */
function subscriptionProblems(keyVaultId: unknown, azureSubscriptionId: string | undefined): SettingProblem[] {
  if (typeof keyVaultId !== "string" || !isKeyVaultId(keyVaultId)) return [];
  const { subscriptionId } = keyVaultParts(keyVaultId);
  if (subscriptionId.toLowerCase() === azureSubscriptionId?.toLowerCase()) return [];
  const key = "azure-native:subscriptionId";
  const message = "(else ARM_SUBSCRIPTION_ID) must be the subscription that keyVaultId names";
  return [{ key, message, mend: `pulumi config set ${key} ${subscriptionId}` }];
}

function unknownNames(config: Readonly<Record<string, string>>): SettingProblem[] {
  return Object.keys(config)
    .filter((key) => key.startsWith(`${NAMESPACE}:`))
    .map((key) => key.slice(NAMESPACE.length + 1))
    .filter((name) => !(SETTING_NAMES as readonly string[]).includes(name))
    .map((name) => {
      const message = `is not a setting of this project${didYouMean(nearest(name, SETTING_NAMES))}`;
      const key = `${NAMESPACE}:${/^[\w.-]+$/.test(name) ? name : JSON.stringify(name)}`;
      return { key, message, mend: `pulumi config rm ${quoted(`${NAMESPACE}:${name}`)}` };
    });
}
