import packageJson from "../package.json" with { type: "json" };
import { systemClock } from "../provider-kit/clock.ts";
import type { ProviderDefinition } from "../provider-kit/resource.ts";
import { authProvider } from "./classic/authProvider.ts";
import { ConnectIntegrationApi } from "./classic/connectIntegrationApi.ts";
import { getAuthProvider, getAuthProviders, getOrganizations } from "./classic/lookups.ts";
import { ConnectOrganizationApi } from "./classic/organizations.ts";
import type { ClassicServices } from "./classic/services.ts";
import { apiBaseUrl, type Config, configSchema, newAddressWarning, takesFromEnvironment } from "./config.ts";
import type { ApiOptions } from "./connect/calls.ts";
import { Retry } from "./connect/retry.ts";
import { shareVerdicts } from "./entra/shareVerdicts.ts";
import { tryCredentials } from "./entra/tokenEndpoint.ts";
import { metadata } from "./metadata.ts";
import { rotation } from "./rotation/rotation.ts";

/** The `gitpod` provider: integrations of Gitpod organizations, and the age of the secrets they hold. */
export const gitpodProvider: ProviderDefinition<typeof configSchema, ClassicServices> = {
  name: "gitpod",
  version: packageJson.version,
  displayName: "Gitpod",
  description: "Integrations of a Gitpod organization with Azure DevOps.",
  metadata,
  config: configSchema,
  configWarning: newAddressWarning,
  takesFromEnvironment,
  connect: connectServices,
  resources: [authProvider, rotation],
  components: async () => (await import("./components/index.ts")).components,
  functions: [getOrganizations, getAuthProviders, getAuthProvider],
  schema: async () => (await import("./schema.json", { with: { type: "json" } })).default,
};

function connectServices(config: Config, earlier: () => readonly Config[]): ClassicServices {
  const retry = new Retry({ clock: systemClock, random: Math.random, maxRetries: config.maxRetries });
  const options = (settings: Config): ApiOptions => ({
    baseUrl: apiBaseUrl(settings),
    token: settings.token,
    requestTimeout: config.requestTimeoutSeconds * 1000,
    retry,
  });
  return {
    api: new ConnectIntegrationApi(options(config)),
    organizations: new ConnectOrganizationApi(options(config)),
    formerApi(host) {
      const settings = earlier().find((each) => each.host === host && each.token !== undefined);
      return settings && new ConnectIntegrationApi(options(settings));
    },
    retry,
    tryCredentials: shareVerdicts(tryCredentials),
    gitpodHost: config.host,
  };
}
