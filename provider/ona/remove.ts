import { ProviderError } from "../../provider-kit/errors.ts";
import type { OperationContext } from "../../provider-kit/resource.ts";
import { claimedByAnother } from "../connect/claimErrors.ts";
import { type Claims, nameOf } from "../connect/claims.ts";
import { failedFor } from "../connect/errors.ts";
import { calls } from "../connect/retry.ts";
import { explain, leftThere, notKnown } from "./explain.ts";
import { findById, placeOf } from "./find.ts";
import { CHANGED, hasOtherSecret, isForeign, REDACTED } from "./mapping.ts";
import type { Inputs, State } from "./schema.ts";
import type { OnaServices } from "./services.ts";
import type { ScmIntegration } from "./types.ts";

export interface Removal {
  readonly services: OnaServices;
  readonly claims: Claims;
  readonly id: string;
  readonly state: State;
  /** The program's last inputs. They differ from the state after an update that failed half-way. */
  readonly inputs: Partial<Inputs>;
  readonly context: OperationContext;
}

/**
 * Deletes what this program has created, and only that: the integration with its app and with the very secret that it gave.
 * Another entry of a state may have the same id, after a rename; the secret that it gave since has another fingerprint.
 */
export async function remove(removal: Removal): Promise<void> {
  const { services, claims, id, state, inputs, context } = removal;
  const leave = (reason: string) => context.log.warn(`integration ${id} for ${state.host} is left as it is: ${reason}`);
  const { clientSecret } = state;
  if (clientSecret === REDACTED || state.secretFingerprint === REDACTED) {
    return leave("this program has never given it credentials. If nobody needs it, delete it in Ona.");
  }
  const live = await find(removal);
  if (live === undefined) return;
  // A replacement, too, goes on with the integration that there is, and gives it the secret again.
  const asWritten = state.secretFingerprint !== undefined && !hasOtherSecret(live, state);
  const holder = asWritten ? claims.holderOf(id, context.urn) : claims.anyHolderOf(id);
  if (holder !== undefined) return context.log.info(`integration ${id} stays: ${nameOf(holder)} has it`);
  if (isForeign(live, state, inputs)) {
    return leave(`it now signs people in with another app (client id ${live.clientId ?? "none"}).`);
  }
  if (clientSecret === CHANGED || hasOtherSecret(live, state)) {
    return leave(
      "it has been given another client secret since, by somebody else or by a resource that has taken its place.",
    );
  }
  if (live.encryptedSecret !== undefined && state.secretFingerprint === undefined) throw notKnown(id, state);
  const claimant =
    claims.claimantOf(placeOf(state), context.urn) ?? claims.undecidedAt(placeOf({ ...state, host: "" }), context.urn);
  if (claimant !== undefined) throw claimedByAnother(id, claimant);
  try {
    await services.api.delete(id, calls(context));
  } catch (error) {
    // A write does not lag. It is gone if the token still sees the runner.
    const runner = failedFor(error, "notFound") && services.api.runner(state.runnerId, calls(context));
    const gone = runner && (await runner.then(Boolean, () => false));
    if (!gone) throw await explain(error, "delete", state, services.api, context);
  }
}

/** Undefined also for one on a runner that the stack has moved away from, as to another organization: a move must end. */
async function find({ services, claims, id, state, context }: Removal): Promise<ScmIntegration | undefined> {
  return findById(services.api, id, state, context).catch((error: unknown) => {
    const place = claims.placeOf(context.urn);
    const moved = place !== undefined && !place.startsWith(`${state.runnerId.toLowerCase()} `);
    if (!moved || !(error instanceof ProviderError) || !failedFor(error.cause, "notFound")) throw error;
    context.log.warn(leftThere(id, state));
    return undefined;
  });
}
