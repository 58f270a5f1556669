import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { AzureDevOpsIntegration } from "../../components/classic/azureDevOpsIntegration.ts";
import type { EntraApplication } from "../../components/entra/entraApplication.ts";
import { commonArgs, permissionsFor } from "../application.ts";
import type { Settings } from "../settings.ts";
import type { ClassicSettings } from "./settings.ts";

/**
 * Registers an integration of Gitpod Classic.
 *
 * @param application the app that it shares, or what registers that as part of this integration
 */
export function classicIntegration(
  name: string,
  { ownApplicationName, organizationId, providerHost, adoptExisting }: ClassicSettings,
  settings: Settings,
  application: EntraApplication | ((opts: ComponentResourceOptions) => EntraApplication) | undefined,
): AzureDevOpsIntegration {
  const { verifyCredentials, redirectUri } = settings;
  const integration = { organizationId, providerHost, adoptExisting, verifyCredentials };
  if (ownApplicationName === undefined && application !== undefined) {
    return new AzureDevOpsIntegration(name, { ...integration, application });
  }
  // A secret made by hand belongs to the stack's app.
  return new AzureDevOpsIntegration(name, {
    ...commonArgs(settings),
    ...integration,
    redirectUri,
    applicationName: ownApplicationName,
    permissions: permissionsFor(settings, ["classic"]),
  });
}
