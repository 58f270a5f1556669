import * as pulumi from "@pulumi/pulumi";
import { AzureDevOpsIntegration, type AzureDevOpsIntegrationArgs } from "./components/azureDevOpsIntegration.ts";
import { parseSettings, type Settings, SettingsError } from "./components/settings.ts";

/** The stack: one integration, and what other stacks and checks read of it. */
export default async function program() {
  const settings = readSettings();
  const integration = new AzureDevOpsIntegration("azure-devops", integrationArgs(settings));
  return {
    redirectUri: integration.redirectUri,
    authorizationUrl: integration.authorizationUrl,
    tokenUrl: integration.tokenUrl,
    clientId: integration.clientId,
    clientSecret: integration.clientSecret,
    applicationObjectId: integration.applicationObjectId,
    integrationId: integration.integrationId,
    activationUrl: integration.activationUrl,
    verified: integration.verified,
    adminConsentUrl: integration.adminConsentUrl,
    secretExpiresAt: integration.secretExpiresAt,
    ...(await keyVaultOutputs(settings, integration)),
  };
}

/** A wrong setting is the reader's to mend: they get its message, and no stack trace. */
function readSettings(): Settings {
  try {
    return parseSettings(pulumi.runtime.allConfig(), process.env);
  } catch (error) {
    if (error instanceof SettingsError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

function integrationArgs(settings: Settings): AzureDevOpsIntegrationArgs {
  const { secretLifetimeDays, rotateAfterDays, rotationTrigger, owners, tags, ...same } = settings;
  return {
    ...same,
    rotation: { lifetimeDays: secretLifetimeDays, rotateAfterDays, trigger: rotationTrigger },
    ...(owners.length > 0 && { owners }),
    ...(tags.length > 0 && { tags }),
  };
}

/** The vault is told after Gitpod, so that it never holds credentials that Gitpod was refused. */
async function keyVaultOutputs({ keyVaultId, keyVaultSecretPrefix }: Settings, integration: AzureDevOpsIntegration) {
  if (keyVaultId === undefined) return {};
  // Loaded only when asked for: nobody else needs the azure-native package.
  const { KeyVaultCredentials } = await import("./components/keyVaultCredentials.ts");
  const { clientId, clientSecret, authorizationUrl, tokenUrl, secretExpiresAt } = integration;
  const { secretUris } = new KeyVaultCredentials(
    "azure-devops-key-vault",
    {
      keyVaultId,
      secretPrefix: keyVaultSecretPrefix,
      clientId,
      clientSecret,
      authorizationUrl,
      tokenUrl,
      expiresAt: secretExpiresAt,
    },
    { dependsOn: integration },
  );
  return { keyVaultSecretUris: secretUris };
}
