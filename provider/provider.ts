import packageJson from "../package.json" with { type: "json" };
import { ONA_API_URL } from "../platforms/ona.ts";
import { systemClock } from "../provider-kit/clock.ts";
import type { ProviderDefinition } from "../provider-kit/resource.ts";
import { authProvider } from "./classic/authProvider.ts";
import { ConnectIntegrationApi } from "./classic/connectIntegrationApi.ts";
import { WITHOUT_TOKEN } from "./classic/explain.ts";
import { getAuthProvider, getAuthProviders, getOrganizations } from "./classic/lookups.ts";
import { ConnectOrganizationApi } from "./classic/organizations.ts";
import type { ClassicServices } from "./classic/services.ts";
import {
  apiBaseUrl,
  type Config,
  classicHost,
  configSchema,
  newAddressWarning,
  takesFromEnvironment,
} from "./config.ts";
import type { ApiOptions } from "./connect/calls.ts";
import { missingToken } from "./connect/missingToken.ts";
import { Retry } from "./connect/retry.ts";
import { shareVerdicts } from "./entra/shareVerdicts.ts";
import { type TryCredentials, tryCredentials } from "./entra/tokenEndpoint.ts";
import { metadata } from "./metadata.ts";
import { OnaApi, WITHOUT_TOKEN as WITHOUT_ONA_TOKEN } from "./ona/api.ts";
import { getRunners, getScmIntegrations } from "./ona/lookups.ts";
import { runnerScm } from "./ona/runnerScm.ts";
import { scmIntegration } from "./ona/scmIntegration.ts";
import type { OnaServices } from "./ona/services.ts";
import { rotation } from "./rotation/rotation.ts";
import { getTokenProblems } from "./tokenProblems.ts";

/** What each platform's resources and functions need. */
interface Services {
  readonly classic: ClassicServices;
  readonly ona: OnaServices;
}

/** The `gitpod` provider: integrations with Azure DevOps on both platforms, and the age of the secrets they hold. */
export const gitpodProvider: ProviderDefinition<typeof configSchema, Services> = {
  name: "gitpod",
  version: packageJson.version,
  displayName: "Gitpod",
  description: "Integrations of Gitpod Classic and Ona with Azure DevOps.",
  metadata,
  config: configSchema,
  configWarning: newAddressWarning,
  takesFromEnvironment,
  connect: connectServices,
  resources: [authProvider, scmIntegration, runnerScm, rotation],
  components: async () => (await import("./components/index.ts")).components,
  functions: [getOrganizations, getAuthProviders, getAuthProvider, getRunners, getScmIntegrations, getTokenProblems],
  schema: async () => (await import("./schema.json", { with: { type: "json" } })).default,
};

function connectServices(config: Config, earlier: () => readonly Config[]): Services {
  const verdicts = shareVerdicts(tryCredentials);
  let classic: ClassicServices | undefined;
  return {
    // Made with the first use, because it demands gitpod:host.
    get classic() {
      classic ??= classicServices(config, earlier, verdicts);
      return classic;
    },
    ona: { ...onaServices(config), tryCredentials: verdicts },
  };
}

function newRetry({ maxRetries }: Config): Retry {
  return new Retry({ clock: systemClock, random: Math.random, maxRetries });
}

function classicServices(config: Config, earlier: () => readonly Config[], tryCredentials: TryCredentials) {
  const gitpodHost = classicHost(config);
  const retry = newRetry(config);
  const options = (settings: Config): ApiOptions => ({
    baseUrl: apiBaseUrl(settings),
    token: settings.token,
    requestTimeout: config.requestTimeoutSeconds * 1000,
    retry,
  });
  return {
    api: new ConnectIntegrationApi(options(config)),
    organizations: new ConnectOrganizationApi(options(config)),
    formerApi(host: string) {
      const settings = earlier().find((each) => each.host === host && each.token !== undefined);
      return settings && new ConnectIntegrationApi(options(settings));
    },
    retry,
    tryCredentials,
    gitpodHost,
    warnOfMissingToken: missingToken(config.token, WITHOUT_TOKEN),
  };
}

function onaServices(config: Config) {
  const retry = newRetry(config);
  const api = new OnaApi({
    baseUrl: config.onaApiUrl ?? ONA_API_URL,
    token: config.onaToken,
    requestTimeout: config.requestTimeoutSeconds * 1000,
    retry,
  });
  return { api, retry, warnOfMissingToken: missingToken(config.onaToken, WITHOUT_ONA_TOKEN) };
}
