import { AZURE_DEVOPS_SERVICES } from "../../platforms/azureDevOpsHost.ts";
import type { OperationContext } from "../../provider-kit/resource.ts";
import { calls } from "../connect/retry.ts";
import type { OnaApi } from "./api.ts";
import { explain } from "./explain.ts";
import type { Place, ScmIntegration, ScmOffer } from "./types.ts";

/** How long a read may lag behind a write, in milliseconds: Ona answers reads from a replica. */
const READ_LAG = 5_000;
const STEP = 1_000;

export function placeOf({ runnerId, scmId, host }: Place): string {
  return `${runnerId} ${scmId} ${host}`.toLowerCase();
}

/** Asks again until there is an answer or reads can no longer lag. */
export async function patiently<T>(
  find: () => Promise<T | undefined>,
  { clock, signal }: Pick<OperationContext, "clock" | "signal">,
): Promise<T | undefined> {
  for (let waited = 0; ; waited += STEP) {
    const found = await find();
    if (found !== undefined || waited >= READ_LAG) return found;
    await clock.sleep(STEP, signal);
  }
}

/** The integration with this id; undefined when it is gone. Fails where the token cannot see that. */
export async function findById(
  api: OnaApi,
  id: string,
  place: Place,
  context: OperationContext,
): Promise<ScmIntegration | undefined> {
  try {
    const found = await patiently(() => api.get(id, calls(context)), context);
    // Ona may say "not found" to a token that has lost its access, too. It then hides the runner as well.
    if (found === undefined) await api.runner(place.runnerId, calls(context));
    return found;
  } catch (error) {
    throw await explain(error, "read", place, api, context);
  }
}

/** The runner's own integration in the place. A list has those of a runner manager too, which have no `get`. */
export async function standingAt(
  api: OnaApi,
  place: Place,
  context: OperationContext,
): Promise<ScmIntegration | undefined> {
  for (const listed of await api.list(place.runnerId, calls(context))) {
    if (placeOf({ ...listed, runnerId: place.runnerId }) !== placeOf(place)) continue;
    const own = await api.get(listed.id, calls(context));
    if (own !== undefined && placeOf(own) === placeOf(place)) return own;
  }
  return undefined;
}

/** What a runner says of a kind of source control; undefined where it does not know it. */
export async function offerOf(
  api: OnaApi,
  { runnerId, scmId }: Pick<Place, "runnerId" | "scmId">,
  context: OperationContext,
): Promise<ScmOffer | undefined> {
  try {
    return await api.offer(runnerId, scmId, calls(context));
  } catch (error) {
    throw await explain(error, "ask for the redirect URI of", { runnerId }, api, context);
  }
}

/** Redirect URI that an app registration for the runner must have; empty where there is none. */
export function redirectUriOf(offer: ScmOffer | undefined): string {
  return offer?.callbackUrl ?? "";
}

/** Host that the runner suggests. */
export function defaultHostOf(offer: ScmOffer | undefined): string {
  return (offer?.defaultHosts[0] ?? AZURE_DEVOPS_SERVICES).toLowerCase();
}
