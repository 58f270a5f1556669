import type { ApiOptions } from "../../provider/connect/calls.ts";
import { ApiError, type Reason } from "../../provider/connect/errors.ts";
import { type CallContext, Retry } from "../../provider/connect/retry.ts";
import { systemClock } from "../../provider-kit/clock.ts";
import { nearest } from "../../provider-kit/nearest.ts";
import { UsageError } from "../shared/commandLine.ts";

/** The token could not be tried, or cannot be used. The message says what failed, where, and what to do. */
export class AccountError extends Error {
  override readonly name = "AccountError";
  /** Another token is needed. */
  readonly tokenRefused: boolean;

  constructor(message: string, tokenRefused: boolean, options?: ErrorOptions) {
    super(message, options);
    this.tokenRefused = tokenRefused;
  }
}

/** Few, because somebody is waiting. */
const RETRIES = 2;
const REQUEST_TIMEOUT = 20_000;

/** Where an API is, and what to say when it does not answer as it should. */
export interface ApiPlace {
  readonly baseUrl: string;
  readonly token: string | undefined;
  readonly displayName: string;
  /** What to check and what to set where nothing, or something else, answers. */
  readonly checkAddress: string;
  /** What may be wrong with a token that is refused, and where to make another. */
  readonly newToken: string;
  /** What a token lacks that is accepted, but not allowed to do this. */
  readonly moreRights: string;
}

/**
 * Asks an API about its token.
 *
 * @throws AccountError
 */
export async function askApi<T>(
  place: ApiPlace,
  context: CallContext,
  work: (options: ApiOptions, context: CallContext) => Promise<T>,
): Promise<T> {
  const { baseUrl, token } = place;
  const retry = new Retry({ clock: systemClock, random: Math.random, maxRetries: RETRIES });
  const others = new AbortController();
  const signal = AbortSignal.any([context.signal, others.signal]);
  try {
    return await work({ baseUrl, token, requestTimeout: REQUEST_TIMEOUT, retry }, { ...context, signal });
  } catch (error) {
    // Stops the retries of the other calls.
    others.abort();
    throw error instanceof ApiError ? explained(error, place) : error;
  }
}

function explained(error: ApiError, place: ApiPlace): AccountError {
  const { baseUrl, displayName, newToken, moreRights, checkAddress } = place;
  const noApi = `There is no API of ${displayName} at this address: check ${checkAddress}.`;
  const nextSteps: Partial<Record<Reason, string>> = {
    unauthenticated: newToken,
    forbidden: moreRights,
    unimplemented: noApi,
    notFound: noApi,
  };
  const otherwise = `Check the network (HTTPS_PROXY; NODE_EXTRA_CA_CERTS for a private certificate authority) and ${checkAddress}.`;
  const refused = error.reason === "unauthenticated";
  const what = refused
    ? `${displayName} does not accept the token at ${baseUrl}`
    : `could not ask ${baseUrl} about the token`;
  const next = nextSteps[error.reason] ?? otherwise;
  return new AccountError(`${what}: ${error.quoted}. ${next}`, refused, { cause: error });
}

/** Where an integration can belong: an organization, or a runner. */
export interface Place {
  readonly id: string;
  readonly name: string;
  /** A short name, where there is one. */
  readonly slug?: string;
}

/**
 * The place with this id, short name or name.
 *
 * @param flag the flag without its dashes, which is also the word for a place
 * @throws UsageError about the flag
 */
export function findPlace<P extends Place>(wanted: string, places: readonly P[], flag: string): P {
  const text = wanted.trim().toLowerCase();
  for (const property of ["id", "slug", "name"] as const) {
    const found = places.filter((place) => place[property]?.toLowerCase() === text);
    if (found.length > 1) {
      const ids = found.map(({ id }) => id).join(", ");
      throw new UsageError(`--${flag} is the ${property} of several ${flag}s; use one of the ids ${ids}`);
    }
    if (found[0] !== undefined) return found[0];
  }
  throw new UsageError(`--${flag} ${notFound(text, places, flag)}`);
}

function notFound(text: string, places: readonly Place[], flag: string): string {
  if (places.length === 0) return `cannot be found: the token's owner has no ${flag}`;
  const guess = nearest(
    text,
    places.flatMap(({ slug, name }) => (slug === undefined ? [name] : [slug, name])),
  );
  const all = places.map(({ id, name, slug }) => `${name} (${slug ?? id})`).join(", ");
  return `is not one of the token's ${flag}s${guess === undefined ? "." : `; did you mean ${guess}?`} They are: ${all}`;
}
