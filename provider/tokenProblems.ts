import { z } from "zod";
import { errorMessage } from "../provider-kit/errors.ts";
import { defineFunction, type OperationContext } from "../provider-kit/resource.ts";
import type { TokenProblems } from "./platform.ts";
import { PROVIDER_PLATFORMS, type Services } from "./platforms.ts";

/** Why `pulumi up` would fail with the present tokens. */
export const getTokenProblems = defineFunction({
  token: "gitpod:index:getTokenProblems",
  description:
    "Why the present tokens cannot manage the integrations of these organizations and runners: none is set or accepted, it does not see the runner or is certainly read-only, or its owner is no owner of the organization. Where the owner has several tokens of Ona, only a write shows whether the present one may write. Changes nothing. The components ask it before Entra makes an app registration or a client secret.",
  inputs: z.object(Object.fromEntries(PROVIDER_PLATFORMS.map(({ places }) => [places.input, places.schema]))),
  outputs: z.object({
    problems: z.array(z.string()).meta({
      description: "Each with what to do. Empty where there is none, or none that the platforms show.",
    }),
    manageable: z.array(z.string()).meta({
      description: "Ids of the organizations and runners without a problem.",
    }),
  }),
  async run(services: Services, inputs, context) {
    const found = await Promise.all(
      PROVIDER_PLATFORMS.map(async ({ places, tokenProblems }) => {
        const ids = inputs[places.input] ?? [];
        if (ids.length === 0) return { ids, problems: new Map() };
        return { ids, problems: await told(ids, () => tokenProblems(services, ids, context), context) };
      }),
    );
    return {
      problems: [...new Set(found.flatMap(({ problems }) => [...problems.values()]))],
      manageable: found.flatMap(({ ids, problems }) => ids.filter((id) => !problems.has(id))),
    };
  },
});

/** A call that fails is the problem of every place. */
async function told(
  ids: readonly string[],
  find: () => Promise<TokenProblems>,
  { signal }: OperationContext,
): Promise<TokenProblems> {
  try {
    return await find();
  } catch (error) {
    if (signal.aborted) throw error;
    return new Map(ids.map((id) => [id, errorMessage(error)]));
  }
}
