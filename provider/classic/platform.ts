import { z } from "zod";
import type { OperationContext } from "../../provider-kit/resource.ts";
import { apiOptions } from "../connect/calls.ts";
import { missingToken } from "../connect/missingToken.ts";
import type { CallSettings } from "../connect/settings.ts";
import type { TryCredentials } from "../entra/tokenEndpoint.ts";
import { authProvider } from "./authProvider.ts";
import { ConnectIntegrationApi } from "./connectIntegrationApi.ts";
import { WITHOUT_TOKEN } from "./explain.ts";
import { getAuthProvider, getAuthProviders, getOrganizations } from "./lookups.ts";
import { ConnectOrganizationApi } from "./organizations.ts";
import { organizationId } from "./schema.ts";
import type { ClassicServices } from "./services.ts";
import { apiBaseUrl, type ClassicSettings, classicHost } from "./settings.ts";
import { ownerProblems } from "./token.ts";

type Services = { readonly classic: ClassicServices };
type Config = ClassicSettings & CallSettings;

/** What Gitpod Classic needs of the provider. */
interface Connection {
  readonly config: Config;
  earlier(): readonly Config[];
  readonly tryCredentials: TryCredentials;
}

/** What the provider has of Gitpod Classic. */
export const classicPlatform = {
  services,
  resources: [authProvider],
  functions: [getOrganizations, getAuthProviders, getAuthProvider],
  places: {
    input: "organizationIds",
    schema: z.array(organizationId).default([]).meta({
      description: "Ids (UUID) of organizations of Gitpod Classic, for which `gitpod:token` is tried.",
    }),
  },
  tokenProblems: ({ classic }: Services, ids: readonly string[], context: OperationContext) =>
    ownerProblems(classic, ids, context),
};

/** @throws ProviderError where gitpod:host is not set */
function services({ config, earlier, tryCredentials }: Connection): ClassicServices {
  const gitpodHost = classicHost(config);
  const options = apiOptions(config, apiBaseUrl(config), config.token);
  return {
    api: new ConnectIntegrationApi(options),
    organizations: new ConnectOrganizationApi(options),
    formerApi(host) {
      const former = earlier().find((each) => each.host === host && each.token !== undefined);
      return former && new ConnectIntegrationApi({ ...options, baseUrl: apiBaseUrl(former), token: former.token });
    },
    retry: options.retry,
    tryCredentials,
    gitpodHost,
    warnOfMissingToken: missingToken(config.token, WITHOUT_TOKEN),
  };
}
