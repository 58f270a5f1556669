import { z } from "zod";
import { defineFunction, defineList, type OperationContext } from "../../provider-kit/resource.ts";
import { calls } from "../connect/retry.ts";
import type { OnaApi } from "./api.ts";
import { explain, explainCall } from "./explain.ts";
import { isScmId, runnerId } from "./schema.ts";
import type { OnaServices } from "./services.ts";

interface Services {
  readonly ona: OnaServices;
}

const RUNNER = "Id (UUID) of the runner.";

const runner = z
  .object({
    id: z.string().meta({ description: RUNNER }),
    name: z.string().meta({ description: "Name of the runner." }),
    phase: z.string().meta({
      description: "State: `CREATED`, `INACTIVE`, `ACTIVE`, `DEGRADED`, `DELETING` or `DELETED`.",
    }),
    provider: z.string().meta({ description: "Where it runs, such as `AWS_EC2`." }),
    region: z.string().meta({ description: "Region of its cloud; may be empty." }),
    registered: z.boolean().meta({
      description: "Whether it has ever registered with Ona. Only then can it have an integration.",
    }),
  })
  .meta({ id: "Runner", description: "A runner of an Ona organization." });

const scmIntegration = z
  .object({
    id: z.string().meta({ description: "Id (UUID) of the integration, by which it can be imported." }),
    scmId: z.string().meta({ description: "Kind of source control, such as `azuredevops_entra`." }),
    host: z.string().meta({ description: "Host of the Git provider, such as `dev.azure.com`." }),
    clientId: z.string().optional().meta({ description: "Client id of the app; unset without OAuth." }),
    pat: z.boolean().meta({ description: "Whether people may connect with a personal access token." }),
    inherited: z.boolean().meta({ description: "Whether it comes from the runner's manager, and is not its own." }),
  })
  .meta({ id: "ScmIntegrationSummary", description: "An integration of a runner with a Git provider." });

/** All runners that the token may see. */
export const getRunners = defineFunction({
  token: "gitpod:index:getRunners",
  description: "The runners of the Ona organization that the token belongs to. Needs `gitpod:onaToken`.",
  inputs: z.object({}),
  outputs: z.object({ runners: z.array(runner).meta({ description: "The runners, in Ona's order." }) }),
  async run({ ona }: Services, _inputs, context) {
    const runners = await ona.api.runners(calls(context)).catch((error: unknown) => {
      throw explainCall(error, "list the runners");
    });
    return { runners };
  },
});

/** All integrations of a runner, whatever they are for. */
export const getScmIntegrations = defineFunction({
  token: "gitpod:index:getScmIntegrations",
  description:
    "The integrations of an Ona runner with Git providers, not only with Azure DevOps. Needs `gitpod:onaToken`.",
  inputs: z.object({ runnerId: runnerId.meta({ description: RUNNER }) }),
  outputs: z.object({
    scmIntegrations: z.array(scmIntegration).meta({ description: "The integrations, in Ona's order." }),
  }),
  async run({ ona }: Services, { runnerId }, context) {
    const all = await integrationsOf(ona.api, runnerId, context);
    return {
      scmIntegrations: all.map(({ id, scmId, host, clientId, pat, inherited }) => {
        return { id, scmId, host, ...(clientId !== undefined && { clientId }), pat, inherited };
      }),
    };
  },
});

/** How tools find integrations to import. */
export const existingScmIntegrations = defineList({
  query: z.object({ runnerId: runnerId.meta({ description: RUNNER }) }),
  async run({ ona }: Services, { runnerId }, context) {
    const all = await integrationsOf(ona.api, runnerId, context);
    return all
      .filter(({ scmId, inherited }) => isScmId(scmId) && !inherited)
      .map(({ id, host }) => ({ id, name: host }));
  },
});

/** Only a runner's own integrations can be read one by one. */
async function integrationsOf(api: OnaApi, runnerId: string, context: OperationContext) {
  try {
    const all = await api.list(runnerId, calls(context));
    return await Promise.all(
      all.map(async (each) => ({ ...each, inherited: (await api.get(each.id, calls(context))) === undefined })),
    );
  } catch (error) {
    throw await explain(error, "list", { runnerId }, api, context);
  }
}
