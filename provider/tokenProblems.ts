import { z } from "zod";
import { errorMessage } from "../provider-kit/errors.ts";
import { defineFunction, type OperationContext } from "../provider-kit/resource.ts";
import { organizationId } from "./classic/schema.ts";
import type { ClassicServices } from "./classic/services.ts";
import { ownerProblems } from "./classic/token.ts";
import { runnerId } from "./ona/schema.ts";
import type { OnaServices } from "./ona/services.ts";
import { runnerProblems } from "./ona/token.ts";

interface Services {
  readonly classic: ClassicServices;
  readonly ona: OnaServices;
}

/** Why `pulumi up` would fail with the present tokens. */
export const getTokenProblems = defineFunction({
  token: "gitpod:index:getTokenProblems",
  description:
    "Why the present tokens cannot manage the integrations of these organizations and runners: none is set or accepted, it does not see the runner, or its owner is no owner of the organization. Ona shows only to a write whether a token may write. Changes nothing. The components ask it before Entra makes an app registration or a client secret.",
  inputs: z.object({
    organizationIds: z.array(organizationId).default([]).meta({
      description: "Ids (UUID) of organizations of Gitpod Classic, for which `gitpod:token` is tried.",
    }),
    runnerIds: z.array(runnerId).default([]).meta({
      description: "Ids (UUID) of runners of Ona, for which `gitpod:onaToken` is tried.",
    }),
  }),
  outputs: z.object({
    problems: z.array(z.string()).meta({
      description: "Each with what to do. Empty where there is none, or none that the platforms show.",
    }),
  }),
  async run(services: Services, { organizationIds, runnerIds }, context) {
    const found = await Promise.all([
      organizationIds.length > 0 ? told(() => ownerProblems(services.classic, organizationIds, context), context) : [],
      runnerIds.length > 0 ? told(() => runnerProblems(services.ona, runnerIds, context), context) : [],
    ]);
    return { problems: found.flat() };
  },
});

/** A call that fails is a problem too. */
async function told(find: () => Promise<string[]>, { signal }: OperationContext): Promise<string[]> {
  try {
    return await find();
  } catch (error) {
    if (signal.aborted) throw error;
    return [errorMessage(error)];
  }
}
