import type { OperationContext } from "../../provider-kit/resource.ts";
import { failedFor } from "../connect/errors.ts";
import { calls } from "../connect/retry.ts";
import { explainCall } from "./explain.ts";
import type { OnaServices } from "./services.ts";

/**
 * Why the token cannot manage the integrations of runners, by id, as far as reading tells: whether it may write, only a write would
 * show. Fails where it is missing or not accepted.
 */
export async function runnerProblems(
  { api }: Pick<OnaServices, "api">,
  ids: readonly string[],
  context: OperationContext,
): Promise<ReadonlyMap<string, string>> {
  try {
    const runners = await api.runners(calls(context));
    const known = new Set(runners.map(({ id }) => id.toLowerCase()));
    const unseen = ids.filter((id) => !known.has(id.toLowerCase()));
    return new Map(
      unseen.map((id) => [
        id,
        `gitpod:onaToken sees no runner ${id}: check runnerId, or use the token of its organization`,
      ]),
    );
  } catch (error) {
    // What the token may not see, nobody knows.
    if (failedFor(error, "forbidden")) return new Map();
    throw explainCall(error, "try gitpod:onaToken");
  }
}
