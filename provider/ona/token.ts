import { randomUUID } from "node:crypto";
import type { OperationContext } from "../../provider-kit/resource.ts";
import { failedFor } from "../connect/errors.ts";
import { type CallContext, calls } from "../connect/retry.ts";
import type { OnaApi } from "./api.ts";
import { explainCall, WRITES } from "./explain.ts";
import type { OnaServices } from "./services.ts";

/** Why the token cannot manage the integrations of runners. Fails where it is missing or not accepted. */
export async function administratorProblems(
  { api }: Pick<OnaServices, "api">,
  ids: readonly string[],
  context: OperationContext,
): Promise<string[]> {
  const call = calls(context);
  try {
    const [runners, allowed] = await Promise.all([api.runners(call), mayWrite(api, call)]);
    const known = new Set(runners.map(({ id }) => id.toLowerCase()));
    const unseen = ids.filter((id) => !known.has(id.toLowerCase()));
    return [
      ...unseen.map(
        (id) => `gitpod:onaToken sees no runner ${id}: check runnerId, or use the token of its organization`,
      ),
      ...(allowed === false ? [`Ona lets gitpod:onaToken read only. ${WRITES}`] : []),
    ];
  } catch (error) {
    // What the token may not see, nobody knows.
    if (failedFor(error, "forbidden")) return [];
    throw explainCall(error, "try gitpod:onaToken");
  }
}

/**
 * Whether the token may write; undefined where that cannot be seen. No call tells a token's rights. This one could change
 * nothing, as there is no integration with a new id.
 */
export async function mayWrite(api: Pick<OnaApi, "update">, context: CallContext): Promise<boolean | undefined> {
  try {
    await api.update(randomUUID(), {}, context);
    return true;
  } catch (error) {
    if (failedFor(error, "forbidden")) return false;
    // A token that is not accepted, or an API that does not answer, fails the other calls too.
    return failedFor(error, "notFound") ? true : undefined;
  }
}
