import { isKeyVaultId, keyVaultParts } from "../components/keyVault/keyVaultId.ts";
import { gitpodHostProblem } from "../platforms/origin.ts";
import { nearest } from "../provider-kit/nearest.ts";
import { didYouMean, quoted, type SettingProblem, suggestion } from "./settingCommands.ts";
import { isUuid, UUID } from "./settingParts.ts";
import { NAMESPACE, SETTING_NAMES } from "./settingsSchema.ts";

type Texts = Readonly<Record<string, string | undefined>>;

/** Names of the `gitpod` provider's settings. */
export const PROVIDER_SETTINGS = ["host", "token", "apiUrl", "requestTimeoutSeconds", "maxRetries"] as const;

const TENANT = `${NAMESPACE}:tenantId`;
const AZURE_TENANT = "azuread:tenantId";
const ARM_TENANT = "ARM_TENANT_ID";
/** What people may mean by a name in the wrong namespace. */
const ELSEWHERE = [...PROVIDER_SETTINGS.map((name) => `gitpod:${name}`), AZURE_TENANT];

export function hostProblems(host: string): SettingProblem[] {
  if (host === "") {
    const message = "is missing: the host of your Gitpod installation, which GITPOD_HOST can give too";
    return [{ key: "gitpod:host", message, fix: "pulumi config set gitpod:host gitpod.example.com" }];
  }
  const message = gitpodHostProblem(host);
  if (message === undefined) return [];
  return [{ key: "gitpod:host", message, fix: `pulumi config set gitpod:host ${suggestion(message) ?? "'<host>'"}` }];
}

/**
 * What is wrong with the tenant. The app would be registered in one, and people sent to another to sign in, if the two
 * settings differed; and without any the azuread provider signs in to the tenant that `az login` happened to choose.
 *
 * @param shown whether the value of a setting may be shown
 */
export function tenantProblems(config: Texts, env: Texts, shown: (key: string) => boolean): SettingProblem[] {
  const own = config[TENANT];
  const azure = config[AZURE_TENANT] || env.ARM_TENANT_ID || undefined;
  const azureKey = config[AZURE_TENANT] || azure === undefined ? AZURE_TENANT : ARM_TENANT;
  const [ownText, azureText] = [shown(TENANT) && own, shown(azureKey) && azure].map((text) => usable(text) ?? "<uuid>");
  const problem = (key: string, message: string, value = "<uuid>", target = key) => [
    { key, message, fix: setTenant(target, value) },
  ];
  if (own === undefined && azure === undefined) {
    return problem(AZURE_TENANT, "is missing: the Microsoft Entra tenant, which ARM_TENANT_ID can give too");
  }
  if (azure !== undefined && !isUuid(azure)) return problem(azureKey, UUID, ownText);
  if (own !== undefined && !isUuid(own)) return problem(TENANT, UUID, azureText);
  if (own === undefined || own.toLowerCase() === azure?.toLowerCase()) return [];
  if (azure === undefined) {
    const chosen = "the azuread provider would sign in to the tenant that az login chose";
    return problem(AZURE_TENANT, `is missing: ${chosen}, whatever ${TENANT} says`, ownText);
  }
  const message = `is ${azureText}, and ${TENANT} is ${ownText}: both must name the same tenant`;
  return problem(azureKey, message, ownText, AZURE_TENANT);
}

/** Only a UUID is shown: anything else may be a token in the wrong place. */
function usable(text: string | false | undefined): string | undefined {
  return text && isUuid(text) ? text : undefined;
}

function setTenant(key: string, value: string): string {
  const shown = value.startsWith("<") ? `'${value}'` : value;
  return key === ARM_TENANT ? `export ${key}=${shown}` : `pulumi config set ${key} ${shown}`;
}

/** The azure-native provider looks for the vault in its own subscription, whatever the id says. */
export function subscriptionProblems(keyVaultId: unknown, azureSubscriptionId: string | undefined): SettingProblem[] {
  if (typeof keyVaultId !== "string" || !isKeyVaultId(keyVaultId)) return [];
  const { subscriptionId } = keyVaultParts(keyVaultId);
  if (subscriptionId.toLowerCase() === azureSubscriptionId?.toLowerCase()) return [];
  const key = "azure-native:subscriptionId";
  const message = "(else ARM_SUBSCRIPTION_ID) must be the subscription that keyVaultId names";
  return [{ key, message, fix: `pulumi config set ${key} ${subscriptionId}` }];
}

/** Names that neither this project nor the `gitpod` provider knows. */
export function unknownNames(config: Texts): SettingProblem[] {
  return Object.keys(config).flatMap((key) => {
    const end = key.indexOf(":");
    const [namespace, name] = [key.slice(0, end), key.slice(end + 1)];
    if (namespace === NAMESPACE) return unknownName(NAMESPACE, name, SETTING_NAMES, "this project", ELSEWHERE);
    if (namespace !== "gitpod") return [];
    return unknownName(
      namespace,
      name,
      PROVIDER_SETTINGS,
      "the gitpod provider",
      SETTING_NAMES.map((own) => `${NAMESPACE}:${own}`),
    );
  });
}

function unknownName(
  namespace: string,
  name: string,
  known: readonly string[],
  owner: string,
  elsewhere: readonly string[],
): SettingProblem[] {
  if (known.includes(name)) return [];
  const other = elsewhere.find((key) => key.slice(key.indexOf(":") + 1).toLowerCase() === name.toLowerCase());
  const key = `${namespace}:${/^[\w.-]+$/.test(name) ? name : JSON.stringify(name)}`;
  const message = `is not a setting of ${owner}${didYouMean(other ?? nearest(name, known))}`;
  return [{ key, message, fix: `pulumi config rm ${quoted(`${namespace}:${name}`)}` }];
}
