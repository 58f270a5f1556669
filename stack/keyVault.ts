import packageJson from "../package.json" with { type: "json" };
import { errorMessage } from "../provider-kit/errors.ts";
import type { StackIntegrations } from "./resources/integrations.ts";
import { SettingsError } from "./settingProblems.ts";
import type { Settings } from "./settings.ts";
import { NAMESPACE } from "./settingsSchema.ts";

export const AZURE_NATIVE = "@pulumi/azure-native";

/**
 * A function that stores credentials in the stack's Key Vault; undefined without the setting `keyVaultId`.
 *
 * @throws SettingsError with the command that installs the azure-native package, which only this needs
 */
export async function keyVaultOf({ keyVaultId, keyVaultSecretPrefix }: Settings) {
  if (keyVaultId === undefined) return undefined;
  try {
    const { storeCredentials } = await import("./storeCredentials.ts");
    return (integrations: StackIntegrations) => storeCredentials(keyVaultId, keyVaultSecretPrefix, integrations);
  } catch (error) {
    if (!errorMessage(error).includes(AZURE_NATIVE)) throw error;
    const message = `needs the npm package ${AZURE_NATIVE}, which is not installed`;
    const fix = ["npm", ...installAzureNative()].join(" ");
    throw new SettingsError([{ key: `${NAMESPACE}:keyVaultId`, message, fix }]);
  }
}

/** Arguments of npm. Without --save-prod it would note an optional peer again, and the next `npm ci` would remove it. */
export function installAzureNative(): string[] {
  const { dependencies, peerDependencies } = packageJson as Manifest;
  const version = { ...peerDependencies, ...dependencies }[AZURE_NATIVE]?.replace("^", "");
  return ["install", "--save-prod", "--save-exact", `${AZURE_NATIVE}@${version}`];
}

type Manifest = Readonly<Record<"dependencies" | "peerDependencies", Readonly<Record<string, string>> | undefined>>;
