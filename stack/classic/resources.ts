import type * as pulumi from "@pulumi/pulumi";
import { AzureDevOpsIntegration } from "../../components/classic/azureDevOpsIntegration.ts";
import type { EntraApplication } from "../../components/entra/entraApplication.ts";
import type { IntegrationSettings } from "../platform.ts";
import { commonArgs, permissionsFor } from "../resources/application.ts";
import type { PlatformResources, StackIntegration } from "../resources/platform.ts";
import type { Settings } from "../settings.ts";

/** What a stack registers for Gitpod Classic. */
export const classicResources: PlatformResources = {
  prepare: (settings) => ({
    tokenPlaces: "organizationIds",
    redirectUris: (sharing) => (sharing.length > 0 ? [settings.redirectUri] : []),
    // As in all stacks that were made before there was Ona.
    registerWithApp: (name, integration, application) => register(settings, name, integration, application),
    register: (name, integration, application) => register(settings, name, integration, application),
  }),
};

function register(
  settings: Settings,
  name: string,
  { ownApplicationName, place, providerHost, adoptExisting }: IntegrationSettings,
  application: EntraApplication | ((opts: pulumi.ComponentResourceOptions) => EntraApplication) | undefined,
): StackIntegration {
  const { verifyCredentials, redirectUri } = settings;
  const integration = { organizationId: place, providerHost, adoptExisting, verifyCredentials };
  if (ownApplicationName === undefined && application !== undefined) {
    return registered(new AzureDevOpsIntegration(name, { ...integration, application }));
  }
  // A secret made by hand belongs to the stack's app.
  const own = {
    ...commonArgs(settings),
    redirectUri,
    applicationName: ownApplicationName,
    permissions: permissionsFor(settings, ["classic"]),
  };
  return registered(new AzureDevOpsIntegration(name, { ...own, ...integration }));
}

function registered(component: AzureDevOpsIntegration): StackIntegration {
  const { application, integrationId, activationUrl, verified } = component;
  return { component, application, outputs: { integrationId, activationUrl, verified } };
}
