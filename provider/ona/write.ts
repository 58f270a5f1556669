import type { ProviderError } from "../../provider-kit/errors.ts";
import type { OperationContext } from "../../provider-kit/resource.ts";
import { heldByAnother } from "../connect/claimErrors.ts";
import type { Claims } from "../connect/claims.ts";
import { createOrFind } from "../connect/createOrFind.ts";
import { calls } from "../connect/retry.ts";
import { conflict, explain } from "./explain.ts";
import { patiently, standingAt } from "./find.ts";
import { fingerprint, toChanges, toNew, type Wanted } from "./mapping.ts";
import type { State } from "./schema.ts";
import type { OnaServices } from "./services.ts";
import type { ScmIntegration } from "./types.ts";

export interface Writing {
  readonly services: OnaServices;
  readonly claims: Claims;
  readonly wanted: Wanted;
  readonly context: OperationContext;
}

/** What stands in the place before a creation. Refuses what is not to be taken over. */
export async function findFormer(writing: Writing): Promise<ScmIntegration | undefined> {
  const { services, wanted, context } = writing;
  try {
    const former = await standingAt(services.api, wanted, context);
    const refusal = former && whyItStays(writing, former);
    if (refusal !== undefined) throw refusal;
    return former;
  } catch (error) {
    throw await explain(error, "find out whether there already is", wanted, services.api, context);
  }
}

/** One with our app is taken over unasked: nobody else has that client id, and no person loses a sign-in by it. */
function whyItStays({ claims, wanted, context }: Writing, former: ScmIntegration): ProviderError | undefined {
  const holder = claims.holderOf(former.id, context.urn);
  if (holder !== undefined) return heldByAnother(former.id, holder);
  if (wanted.adoptExisting) return undefined;
  const ours = former.clientId === wanted.clientId && former.clientId !== undefined;
  return ours ? undefined : conflict(former, context.urn, wanted);
}

/** Creates the integration where none stood before, and never makes it twice. */
export async function createNew(writing: Writing): Promise<ScmIntegration> {
  const { services, wanted, context } = writing;
  const { api, retry } = services;
  const work = {
    create: async () => ({
      ...toNew(wanted),
      id: await api.create(toNew(wanted), calls(context)),
      encryptedSecret: undefined,
    }),
    // What a request without an answer has made may not be readable yet.
    find: () => patiently(() => standingAt(api, wanted, context), context),
    isOurs: ({ clientId }: ScmIntegration) => clientId === wanted.clientId,
    adopt: async (found: ScmIntegration) => found,
    refusal: (found: ScmIntegration) => whyItStays(writing, found),
  };
  try {
    return await createOrFind(work, retry, calls(context));
  } catch (error) {
    throw await explain(error, "create", wanted, api, context);
  }
}

/**
 * Sends an update. Fails with ApiError.
 *
 * @param old what the program had before; empty for one that it takes over
 * @returns whether tokens are on now, and whether nobody knows which of several requests is carried out last
 */
export async function sendUpdate(
  { services, wanted, context }: Writing,
  live: ScmIntegration,
  old: Partial<State>,
): Promise<{ pat: boolean; repeated: boolean }> {
  const changes = toChanges(live, wanted, old);
  const pat = changes.pat ?? live.pat;
  if (Object.keys(changes).length === 0) return { pat, repeated: false };
  return { pat, repeated: (await services.api.update(live.id, changes, calls(context))) > 1 };
}

/**
 * Fingerprint of the secret that was just written. Undefined where it cannot be read: the next refresh takes what is there
 * then. It never fails, because the integration is written.
 *
 * @param before fingerprint of the former secret
 * @param late whether an earlier request may still be carried out: then the answer must stay the same for a while
 */
export async function writtenFingerprint(
  { services, context }: Pick<Writing, "services" | "context">,
  id: string,
  before: string | undefined,
  late: boolean,
): Promise<string | undefined> {
  let last: string | undefined;
  const read = async () => {
    const live = await services.api.get(id, calls(context));
    last = live && fingerprint(live);
    return late || last === before ? undefined : last;
  };
  try {
    const now = await patiently(read, context);
    return now ?? (late && last !== before ? last : undefined);
  } catch (error) {
    context.log.debug(`integration ${id} was written, and could not be read since: ${String(error)}`);
    return undefined;
  }
}
