import { z } from "zod";
import { parseUrn } from "../../engine/urn.ts";
import { listed } from "../../shared/text.ts";
import type { Check } from "../check.ts";
import { bad, good } from "../model.ts";

const stateSchema = z.object({
  deployment: z.object({
    pending_operations: z.array(z.object({ type: z.string(), resource: z.object({ urn: z.string() }) })).nullish(),
  }),
});

/** Operations of which the engine never learned the end, because a run was killed. */
export const pendingOperations: Check = {
  group: "Deployed stack",
  name: "pending-operations",
  async run(facts) {
    const { deployment } = stateSchema.parse(JSON.parse(await facts.state()));
    const pending = deployment.pending_operations ?? [];
    if (pending.length === 0) return [good("No operation is pending.")];
    const what = listed(pending.map(({ type, resource }) => `${type} ${parseUrn(resource.urn).name}`));
    const message = `A run was killed, and the end of these operations is not known: ${what}.`;
    return [bad(message, `pulumi refresh --stack ${await facts.stack()}`)];
  },
};
