import { ApiError } from "../connect/errors.ts";
import type { CallContext } from "../connect/retry.ts";
import type { TokenEnd } from "../connect/tokenEnd.ts";
import type { OnaApi } from "./api.ts";
import { type Identity, isPerson, type PersonalAccessToken } from "./types.ts";

/** What is known of the token that makes the calls. Ona lists its owner's tokens, and says of none that it is this one. */
export interface OwnToken {
  /** Undefined where it may never end. */
  readonly end: TokenEnd | undefined;
  /** Whether it can change nothing; undefined where its owner has tokens of both kinds, or it may be none of these. */
  readonly readOnly: boolean | undefined;
}

type Listed = Pick<PersonalAccessToken, "createdAt" | "expiresAt" | "lastUsedAt" | "readOnly">;

/** A token that has just been used was so within this time, in milliseconds: clocks differ, and Ona may note it late. */
const JUST_NOW = 15 * 60_000;

/**
 * Asks Ona about the present token. Undefined where nothing is known: a service account has no such list, and what else is
 * wrong with the token or the network, other calls say.
 *
 * @param now milliseconds since the Unix epoch
 */
export async function findOwnToken(
  api: Pick<OnaApi, "tokens">,
  identity: Identity,
  context: CallContext,
  now: number,
): Promise<OwnToken | undefined> {
  if (!isPerson(identity)) return undefined;
  try {
    return ownToken(await api.tokens(identity.id, context), now);
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

/** What follows from the tokens of its owner, one of which has just been used. */
export function ownToken(tokens: readonly Listed[], now: number): OwnToken | undefined {
  const living = tokens.filter(({ expiresAt = Number.POSITIVE_INFINITY }) => expiresAt > now);
  if (living.length === 0) return undefined;
  const only = living.length === 1 ? living[0] : undefined;
  const likely = only ?? usedLast(living);
  const { createdAt: madeAt, expiresAt: at } = likely ?? lastToEnd(living);
  const certainty = only ? "certain" : likely ? "probable" : "at-the-latest";
  return { end: at === undefined ? undefined : { at, madeAt, certainty }, readOnly: readOnlyIn(living, now) };
}

/** Of those that end last, the one that was made first, whatever the order. */
function lastToEnd(tokens: readonly Listed[]): Pick<Listed, "createdAt" | "expiresAt"> {
  const ends = tokens.map(({ expiresAt = Number.POSITIVE_INFINITY }) => expiresAt);
  const last = tokens.filter((_, place) => ends[place] === Math.max(...ends));
  const madeAt = Math.min(...last.map(({ createdAt = Number.POSITIVE_INFINITY }) => createdAt));
  return { createdAt: Number.isFinite(madeAt) ? madeAt : undefined, expiresAt: last[0]?.expiresAt };
}

/** Undefined where several may be. */
function usedLast(tokens: readonly Listed[]): Listed | undefined {
  const latest = Math.max(...tokens.map(({ lastUsedAt = Number.NEGATIVE_INFINITY }) => lastUsedAt));
  const found = tokens.filter(({ lastUsedAt }) => lastUsedAt === latest);
  return found.length === 1 ? found[0] : undefined;
}

/** Where none of them was just used, the call came with something else, such as the token of a sign-in. */
function readOnlyIn(tokens: readonly Listed[], now: number): boolean | undefined {
  const wasUsed = tokens.some(({ lastUsedAt }) => lastUsedAt !== undefined && Math.abs(now - lastUsedAt) < JUST_NOW);
  if (!wasUsed) return undefined;
  if (tokens.every(({ readOnly }) => readOnly)) return true;
  return tokens.some(({ readOnly }) => readOnly) ? undefined : false;
}
