import type { OperationContext } from "../../provider-kit/resource.ts";
import { ApiError, failedFor } from "../connect/errors.ts";
import { type CallContext, calls } from "../connect/retry.ts";
import { explainCall, READ_ONLY } from "./explain.ts";
import { findOwnToken } from "./ownToken.ts";
import type { OnaServices } from "./services.ts";

type Services = Pick<OnaServices, "api">;

/**
 * Why the token cannot manage the integrations of runners, by id, as far as reading tells: where its owner has several tokens,
 * or is no administrator, only a write would show. Fails where it is missing or not accepted.
 */
export async function runnerProblems(
  services: Services,
  ids: readonly string[],
  context: OperationContext,
): Promise<ReadonlyMap<string, string>> {
  const call = calls(context);
  const [unseen, readOnly] = await Promise.all([
    unseenRunners(services, ids, call),
    isReadOnly(services, call, context.clock.now()),
  ]);
  const ofAll = readOnly ? ids.map((id) => [id, READ_ONLY] as const) : [];
  return new Map([...ofAll, ...unseen]);
}

async function unseenRunners(
  { api }: Services,
  ids: readonly string[],
  context: CallContext,
): Promise<ReadonlyMap<string, string>> {
  try {
    const runners = await api.runners(context);
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

/** Whether that is certain. */
async function isReadOnly({ api }: Services, context: CallContext, now: number): Promise<boolean> {
  try {
    const own = await findOwnToken(api, await api.identity(context), context, now);
    return own?.readOnly === true;
  } catch (error) {
    // What is wrong with the token or the network, the list of runners says.
    if (error instanceof ApiError) return false;
    throw error;
  }
}
