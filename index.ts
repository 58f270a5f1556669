import * as pulumi from "@pulumi/pulumi";
import type { AzureDevOpsIntegration } from "./components/classic/azureDevOpsIntegration.ts";
import type { EntraApplication } from "./components/entra/entraApplication.ts";
import { refuseManagedSecret } from "./stack/managedSecret.ts";
import { registerIntegrations, type StackIntegrations } from "./stack/registerIntegrations.ts";
import { encryptedSettings } from "./stack/secretSettings.ts";
import { parseSettings, type Settings, SettingsError } from "./stack/settings.ts";

/** The stack: its integrations, and what other stacks and checks read of them. */
export default async function program() {
  const settings = readSettings();
  if (settings.existingClientSecret !== undefined) await refuseManagedSecret(settings.existingClientSecret);
  const integrations = registerIntegrations(settings);
  const { application, first, named } = integrations;
  return {
    ...(application && outputsOfApplication(application)),
    ...(first && outputsOfIntegration(first)),
    ...(Object.keys(named).length > 0 && { integrations: outputsOfNamed(integrations) }),
    ...(await keyVaultOutputs(settings, integrations)),
  };
}

/** A wrong setting is the reader's to fix: they get its message, and no stack trace. */
function readSettings(): Settings {
  try {
    const config = pulumi.runtime.allConfig();
    return parseSettings(config, process.env, encryptedSettings(config));
  } catch (error) {
    if (error instanceof SettingsError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

function outputsOfApplication(application: EntraApplication) {
  return {
    redirectUri: application.redirectUri,
    authorizationUrl: application.authorizationUrl,
    tokenUrl: application.tokenUrl,
    clientId: application.clientId,
    clientSecret: application.clientSecret,
    applicationObjectId: application.objectId,
    adminConsentUrl: application.adminConsentUrl,
    secretExpiresAt: application.secretExpiresAt,
  };
}

function outputsOfIntegration({ integrationId, activationUrl, verified }: AzureDevOpsIntegration) {
  return { integrationId, activationUrl, verified };
}

/** Those that share the stack's app do not say again what it is. */
function outputsOfNamed({ application, named }: StackIntegrations) {
  const outputs = Object.entries(named).map(([name, integration]) => {
    const own = integration.application === application ? {} : outputsOfApplication(integration.application);
    return [name, { ...outputsOfIntegration(integration), ...own }] as const;
  });
  return Object.fromEntries(outputs);
}

async function keyVaultOutputs(settings: Settings, integrations: StackIntegrations) {
  if (settings.keyVaultId === undefined) return {};
  // Loaded only when asked for: nobody else needs the azure-native package.
  const { storeCredentials } = await import("./stack/keyVaultCredentials.ts");
  return { keyVaultSecretUris: storeCredentials(settings.keyVaultId, settings.keyVaultSecretPrefix, integrations) };
}
