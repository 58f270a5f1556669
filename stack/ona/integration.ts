import * as pulumi from "@pulumi/pulumi";
import { type ClientSecret, clientSecret } from "../../components/entra/clientSecret.ts";
import { issuerUrl as issuerUrlOf } from "../../components/entra/endpoints.ts";
import type { EntraApplication } from "../../components/entra/entraApplication.ts";
import type { RunnerScm } from "../../components/gitpod/runnerScm.ts";
import { OnaAzureDevOpsIntegration, SECRET_NAME } from "../../components/ona/azureDevOpsIntegration.ts";
import { commonArgs, permissionsFor } from "../application.ts";
import { NAME } from "../integrationsSetting.ts";
import type { Settings } from "../settings.ts";
import type { OnaSettings } from "./settings.ts";

/** A secret of its own for Ona, for an app whose own secret another platform has. */
export function secretForOna(
  settings: Settings,
  { objectId }: EntraApplication,
  hooks: pulumi.ResourceHookBinding,
): ClientSecret {
  const { rotation } = commonArgs(settings);
  const applicationId = pulumi.interpolate`/applications/${objectId}`;
  return clientSecret(`${NAME}-ona`, { applicationId, displayName: SECRET_NAME, rotation, hooks });
}

/**
 * Registers an integration of a runner of Ona.
 *
 * @param application the app that it shares
 * @param secret the secret of that app for Ona, if it is not the app's own
 */
export function onaIntegration(
  name: string,
  { ownApplicationName, runnerId, providerHost, issuerUrl, adoptExisting }: OnaSettings,
  settings: Settings,
  runner: RunnerScm | undefined,
  application: EntraApplication | undefined,
  secret: ClientSecret | undefined,
): OnaAzureDevOpsIntegration {
  const { verifyCredentials } = settings;
  const common = commonArgs(settings);
  const integration = { runnerId, runner, host: providerHost, adoptExisting, verifyCredentials };
  if (ownApplicationName === undefined && application !== undefined) {
    const issuer = pulumi
      .all([common.authorityHost, common.tenantId] as const)
      .apply(([authorityHost, tenantId]) => issuerUrl ?? issuerUrlOf(authorityHost, tenantId));
    return new OnaAzureDevOpsIntegration(name, { ...integration, issuerUrl: issuer, application, secret });
  }
  return new OnaAzureDevOpsIntegration(name, {
    ...common,
    ...integration,
    issuerUrl,
    applicationName: ownApplicationName,
    permissions: permissionsFor(settings, ["ona"]),
  });
}
