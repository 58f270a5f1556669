import { applicationOutputs } from "./components/classic/azureDevOpsIntegration.ts";
import { keyVaultOf } from "./stack/keyVault.ts";
import { warnOfLoopback } from "./stack/loopback.ts";
import { refuseManagedSecret } from "./stack/managedSecret.ts";
import { registerIntegrations, type StackIntegrations, warnOfLosses } from "./stack/resources/integrations.ts";
import { parseSettings } from "./stack/settings.ts";
import { describeSettings, NAMESPACE } from "./stack/settingsSchema.ts";
import { readOrExplain } from "./stack/wrongSettings.ts";

/** The stack: registers its integrations, and returns the outputs that other stacks and checks read. */
export default async function program() {
  const { settings, storeCredentials } = await readOrExplain(
    NAMESPACE,
    describeSettings(),
    async (config, secretKeys) => {
      const settings = parseSettings(config, process.env, secretKeys);
      return { settings, storeCredentials: await keyVaultOf(settings) };
    },
    "\n`npx gitpod-azure-devops doctor` also checks sign-in, token and network.\n",
  );
  await warnOfLoopback(settings);
  await warnOfLosses(settings);
  if (settings.existingClientSecret !== undefined) await refuseManagedSecret(settings.existingClientSecret);
  const integrations = registerIntegrations(settings);
  const { application, first, named } = integrations;
  return {
    ...(application && applicationOutputs(application)),
    ...first?.outputs,
    ...(Object.keys(named).length > 0 && { integrations: outputsOfNamed(integrations) }),
    ...(storeCredentials && { keyVaultSecretUris: storeCredentials(integrations) }),
  };
}

/** An integration that shares the stack's app does not repeat the app's outputs. */
function outputsOfNamed({ application, named }: StackIntegrations) {
  const outputs = Object.entries(named).map(([name, integration]) => {
    const own = integration.application === application ? {} : applicationOutputs(integration.application);
    return [name, { ...integration.outputs, ...own }] as const;
  });
  return Object.fromEntries(outputs);
}
