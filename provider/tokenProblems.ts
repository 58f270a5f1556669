import { z } from "zod";
import { errorMessage } from "../provider-kit/errors.ts";
import { defineFunction, type OperationContext } from "../provider-kit/resource.ts";
import { PROVIDER_PLATFORMS, type Services } from "./platforms.ts";

/** Why `pulumi up` would fail with the present tokens. */
export const getTokenProblems = defineFunction({
  token: "gitpod:index:getTokenProblems",
  description:
    "Why the present tokens cannot manage the integrations of these organizations and runners: none is set or accepted, it does not see the runner, or its owner is no owner of the organization. Ona shows only to a write whether a token may write. Changes nothing. The components ask it before Entra makes an app registration or a client secret.",
  inputs: z.object(Object.fromEntries(PROVIDER_PLATFORMS.map(({ places }) => [places.input, places.schema]))),
  outputs: z.object({
    problems: z.array(z.string()).meta({
      description: "Each with what to do. Empty where there is none, or none that the platforms show.",
    }),
  }),
  async run(services: Services, inputs, context) {
    const found = await Promise.all(
      PROVIDER_PLATFORMS.map(({ places, tokenProblems }) => {
        const ids = inputs[places.input] ?? [];
        return ids.length > 0 ? told(() => tokenProblems(services, ids, context), context) : [];
      }),
    );
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
