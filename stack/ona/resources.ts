import * as pulumi from "@pulumi/pulumi";
import { type ClientSecret, clientSecret } from "../../components/entra/clientSecret.ts";
import { issuerUrl as issuerUrlOf } from "../../components/entra/endpoints.ts";
import type { EntraApplication } from "../../components/entra/entraApplication.ts";
import { RunnerScm } from "../../components/gitpod/runnerScm.ts";
import { OnaAzureDevOpsIntegration, SECRET_NAME } from "../../components/ona/azureDevOpsIntegration.ts";
import { NAME } from "../integrationsSetting.ts";
import type { IntegrationSettings } from "../platform.ts";
import { commonArgs, permissionsFor } from "../resources/application.ts";
import type { PlatformResources, StackIntegration } from "../resources/platform.ts";
import type { Settings } from "../settings.ts";
import { warnOfLostSignIns } from "./lostSignIns.ts";

/** What a stack registers for Ona. */
export const onaResources: PlatformResources = {
  prepare(settings, integrations) {
    const runners = registerRunners(integrations);
    return {
      tokenPlaces: "runnerIds",
      redirectUris: (sharing) => runnerIds(sharing).flatMap((id) => runners.get(id)?.redirectUri ?? []),
      ownSecret: (application, hooks) => ownSecret(settings, application, hooks),
      register: (name, integration, application, secret) =>
        register(settings, name, integration, runners.get(integration.place), application, secret),
    };
  },
  warn: warnOfLostSignIns,
};

/** Registers each runner once, named by its id, whatever integrations it has. */
function registerRunners(integrations: readonly IntegrationSettings[]): ReadonlyMap<string, RunnerScm> {
  return new Map(
    runnerIds(integrations).map((runnerId) => [runnerId, new RunnerScm(`${NAME}-runner-${runnerId}`, { runnerId })]),
  );
}

function runnerIds(integrations: readonly IntegrationSettings[]): string[] {
  return [...new Set(integrations.map(({ place }) => place))];
}

function ownSecret(
  settings: Settings,
  { objectId }: EntraApplication,
  hooks: pulumi.ResourceHookBinding,
): ClientSecret {
  const { rotation } = commonArgs(settings);
  const applicationId = pulumi.interpolate`/applications/${objectId}`;
  return clientSecret(`${NAME}-ona`, { applicationId, displayName: SECRET_NAME, rotation, hooks });
}

function register(
  settings: Settings,
  name: string,
  { ownApplicationName, place, providerHost, issuerUrl, adoptExisting }: IntegrationSettings,
  runner: RunnerScm | undefined,
  application: EntraApplication | undefined,
  secret: ClientSecret | undefined,
): StackIntegration {
  const { verifyCredentials } = settings;
  const common = commonArgs(settings);
  const integration = { runnerId: place, runner, host: providerHost, adoptExisting, verifyCredentials };
  if (ownApplicationName === undefined && application !== undefined) {
    const issuer = pulumi
      .all([common.authorityHost, common.tenantId] as const)
      .apply(([authorityHost, tenantId]) => issuerUrl ?? issuerUrlOf(authorityHost, tenantId));
    return registered(new OnaAzureDevOpsIntegration(name, { ...integration, issuerUrl: issuer, application, secret }));
  }
  const own = {
    ...common,
    issuerUrl,
    applicationName: ownApplicationName,
    permissions: permissionsFor(settings, ["ona"]),
  };
  return registered(new OnaAzureDevOpsIntegration(name, { ...own, ...integration }));
}

function registered(component: OnaAzureDevOpsIntegration): StackIntegration {
  const { application, integrationId, redirectUri, issuerUrl, connectUrl, verified, problems, secretExpiresAt } =
    component;
  // The same output, unless Ona has a secret of its own.
  const own = secretExpiresAt === application.secretExpiresAt ? {} : { secretExpiresAt };
  return {
    component,
    application,
    outputs: { integrationId, redirectUri, issuerUrl, connectUrl, verified, problems, ...own },
  };
}
