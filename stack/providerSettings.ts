import { isKeyVaultId, keyVaultParts } from "../components/keyVault/keyVaultId.ts";
import { CLASSIC } from "../platforms/classic.ts";
import { PLATFORMS } from "../platforms/index.ts";
import type { Platform } from "../platforms/platform.ts";
import { hostOf } from "../provider-kit/hosts.ts";
import { type Problem, problemMessage } from "../provider-kit/problem.ts";
import { isUuid, UUID } from "./settingParts.ts";
import type { SettingProblem } from "./settingProblems.ts";
import { NAMESPACE } from "./settingsSchema.ts";

type Texts = Readonly<Record<string, string | undefined>>;

/** Names of the `gitpod` provider's settings. */
export const PROVIDER_SETTINGS: readonly string[] = [
  ...PLATFORMS.flatMap(({ token, address }) => [address.name, token.name]),
  "apiUrl",
  "requestTimeoutSeconds",
  "maxRetries",
];

const TENANT = `${NAMESPACE}:tenantId`;
/** The setting of the azuread provider that names the tenant. */
export const AZURE_TENANT = "azuread:tenantId";
/** The setting of the azure-native provider that names the subscription of the Key Vault. */
export const AZURE_SUBSCRIPTION = "azure-native:subscriptionId";
const ARM_TENANT = "ARM_TENANT_ID";

/** Full names of the providers' settings that the stack knows. */
export const OTHER_SETTINGS = [...PROVIDER_SETTINGS.map((name) => `gitpod:${name}`), AZURE_TENANT];

/** Where a platform's installation or API is, as it is given; empty when nothing says so. */
export function addressOfPlatform({ address }: Pick<Platform, "address">, config: Texts, env: Texts): string {
  const given = [config[`gitpod:${address.name}`], ...address.variables.map((name) => env[name]), address.default];
  return given.find(Boolean) ?? "";
}

/** The host in that address; empty where it is none. */
export function hostOfPlatform(platform: Pick<Platform, "address">, config: Texts, env: Texts): string {
  const address = addressOfPlatform(platform, config, env);
  return address.includes("://") ? (hostOf(address) ?? "") : address;
}

/** Whether anything is set that only this platform needs. */
export function usesPlatform({ token, address }: Platform, config: Texts, env: Texts): boolean {
  const given = [token, address].map(({ name }) => config[`gitpod:${name}`]);
  return [...given, ...token.variables.map((name) => env[name])].some(Boolean);
}

export function hostProblems(host: string): SettingProblem[] {
  const missing: Problem = { reason: "is missing: the host of your Gitpod installation (or set GITPOD_HOST)" };
  const problem = host === "" ? missing : CLASSIC.hostProblem(host);
  if (problem === undefined) return [];
  const { suggestion = CLASSIC.exampleHost } = problem;
  return [{ key: "gitpod:host", message: problemMessage(problem), fix: `pulumi config set gitpod:host ${suggestion}` }];
}

/**
 * What is wrong with the tenant. If the two settings differed, the app would be registered in one tenant and people sent
 * to another to sign in; if there were none, the azuread provider would use the tenant that `az login` chose.
 *
 * @param mayShow whether a message may repeat the value of a setting
 */
export function tenantProblems(
  config: Texts,
  env: Texts,
  mayShow: (key: string) => boolean = () => true,
): SettingProblem[] {
  const own = config[TENANT];
  const azure = config[AZURE_TENANT] || env[ARM_TENANT] || undefined;
  const azureKey = config[AZURE_TENANT] || azure === undefined ? AZURE_TENANT : ARM_TENANT;
  const ownText = mayShow(TENANT) ? uuidIn(own) : "<uuid>";
  const azureText = mayShow(azureKey) ? uuidIn(azure) : "<uuid>";
  const problem = (key: string, message: string, value = "<uuid>", target = key) => [
    { key, message, fix: setTenant(target, value) },
  ];
  if (own === undefined && azure === undefined) {
    return problem(AZURE_TENANT, `is missing: the Microsoft Entra tenant (or set ${ARM_TENANT})`);
  }
  if (azure !== undefined && !isUuid(azure)) return problem(azureKey, UUID, ownText);
  if (own !== undefined && !isUuid(own)) return problem(TENANT, UUID, azureText);
  if (own === undefined || own.toLowerCase() === azure?.toLowerCase()) return [];
  if (azure === undefined) {
    const message = `is missing: without it the azuread provider uses the tenant that az login chose, not that of ${TENANT}`;
    return problem(AZURE_TENANT, message, ownText);
  }
  const message = `is ${azureText}, and ${TENANT} is ${ownText}: both must name the same tenant`;
  return problem(azureKey, message, ownText, AZURE_TENANT);
}

/** Only a UUID is shown: anything else may be a token in the wrong place. */
function uuidIn(text: string | undefined): string {
  return text !== undefined && isUuid(text) ? text : "<uuid>";
}

function setTenant(key: string, value: string): string {
  const shown = value.startsWith("<") ? `'${value}'` : value;
  return key === ARM_TENANT ? `export ${key}=${shown}` : `pulumi config set ${key} ${shown}`;
}

/** The azure-native provider looks for the vault in its own subscription, whatever the id says. */
export function subscriptionProblems(keyVaultId: unknown, azureSubscriptionId: string | undefined): SettingProblem[] {
  const subscription = subscriptionOf(keyVaultId);
  if (subscription === undefined || subscription.toLowerCase() === azureSubscriptionId?.toLowerCase()) return [];
  const message = "(or ARM_SUBSCRIPTION_ID) must be the subscription that keyVaultId names";
  return [{ key: AZURE_SUBSCRIPTION, message, fix: `pulumi config set ${AZURE_SUBSCRIPTION} ${subscription}` }];
}

/** The subscription of a Key Vault; undefined when the value is not the resource id of one. */
export function subscriptionOf(keyVaultId: unknown): string | undefined {
  if (typeof keyVaultId !== "string" || !isKeyVaultId(keyVaultId)) return undefined;
  return keyVaultParts(keyVaultId).subscriptionId;
}
