import { errorMessage } from "../../provider-kit/errors.ts";
import type { OperationContext } from "../../provider-kit/resource.ts";
import { claimedByAnother } from "../connect/claimErrors.ts";
import { type Claims, nameOf } from "../connect/claims.ts";
import { elsewhere, leftThere } from "./explain.ts";
import { deleteById, findById, placeOf } from "./find.ts";
import type { Integration, IntegrationApi } from "./integrationApi.ts";
import { homeOf, REDACTED } from "./mapping.ts";
import type { Inputs, State } from "./schema.ts";
import type { IntegrationServices } from "./services.ts";

export interface Removal {
  readonly services: IntegrationServices;
  readonly claims: Claims;
  readonly id: string;
  readonly state: State;
  /** The program's last inputs. They differ from the state after an update that failed half-way. */
  readonly inputs: Partial<Inputs>;
  readonly context: OperationContext;
}

/** Deletes what this program has created, and only that. Warns about what it leaves. */
export async function remove(removal: Removal): Promise<void> {
  const { services, state } = removal;
  const home = homeOf(state);
  if (home !== undefined && home !== services.gitpodHost) return removeElsewhere(removal, home);
  await removeAt(services.api, removal);
}

async function removeAt(api: IntegrationApi, { claims, id, state, inputs, context }: Removal): Promise<void> {
  const leave = (reason: string) => context.log.warn(`integration ${id} for ${state.host} is left as it is: ${reason}`);
  if (state.clientSecret === REDACTED) {
    return leave("this program has never given it credentials. If nobody needs it, delete it in Gitpod.");
  }
  const live = await findById(api, id, state, context);
  if (live === undefined) return;
  if (isForeign(live, state, inputs)) {
    return leave(`it now signs people in with another app (client id ${live.clientId}).`);
  }
  const holder = claims.holderOf(id, context.urn);
  if (holder !== undefined) {
    context.log.info(`integration ${id} stays: ${nameOf(holder)} has it too`);
    return;
  }
  const claimant = claims.claimantOf(placeOf(state), context.urn);
  if (claimant !== undefined) throw claimedByAnother(id, claimant);
  await deleteById(api, id, state, context);
}

/**
 * The provider now names another installation. If the program has moved there, the integration is deleted with the former
 * installation's token, because the new token is not for that host. A move must end even where the former host is gone.
 */
async function removeElsewhere(removal: Removal, home: string): Promise<void> {
  const { services, claims, id, context } = removal;
  if (!claims.has(context.urn)) throw elsewhere(id, home, services.gitpodHost);
  const api = services.formerApi(home);
  if (api === undefined) return context.log.warn(leftThere(id, home, "its token is not known here"));
  await removeAt(api, removal).catch((error: unknown) => {
    context.signal.throwIfAborted();
    context.log.warn(leftThere(id, home, errorMessage(error)));
  });
}

/** Whether somebody has given the integration an app that the program never gave it. */
export function isForeign(live: Integration, ...known: readonly Partial<Pick<Inputs, "clientId">>[]): boolean {
  return known.every(({ clientId }) => clientId !== live.clientId);
}
