import { z } from "zod";
import { ONA } from "../../platforms/ona.ts";
import type { OperationContext } from "../../provider-kit/resource.ts";
import { apiOptions } from "../connect/calls.ts";
import { missingToken } from "../connect/missingToken.ts";
import type { CallSettings } from "../connect/settings.ts";
import type { TryCredentials } from "../entra/tokenEndpoint.ts";
import { OnaApi, WITHOUT_TOKEN } from "./api.ts";
import { getRunners, getScmIntegrations } from "./lookups.ts";
import { runnerScm } from "./runnerScm.ts";
import { runnerId } from "./schema.ts";
import { scmIntegration } from "./scmIntegration.ts";
import type { OnaServices } from "./services.ts";
import type { OnaSettings } from "./settings.ts";
import { runnerProblems } from "./token.ts";

type Services = { readonly ona: OnaServices };

/** What Ona needs of the provider. */
interface Connection {
  readonly config: OnaSettings & CallSettings;
  readonly tryCredentials: TryCredentials;
}

/** What the provider has of Ona. */
export const onaPlatform = {
  services,
  resources: [scmIntegration, runnerScm],
  functions: [getRunners, getScmIntegrations],
  places: {
    input: "runnerIds",
    schema: z.array(runnerId).default([]).meta({
      description: "Ids (UUID) of runners of Ona, for which `gitpod:onaToken` is tried.",
    }),
  },
  tokenProblems: ({ ona }: Services, ids: readonly string[], context: OperationContext) =>
    runnerProblems(ona, ids, context),
};

function services({ config, tryCredentials }: Connection): OnaServices {
  const options = apiOptions(config, config.onaApiUrl ?? ONA.address.default, config.onaToken);
  return {
    api: new OnaApi(options),
    retry: options.retry,
    warnOfMissingToken: missingToken(config.onaToken, WITHOUT_TOKEN),
    tryCredentials,
  };
}
