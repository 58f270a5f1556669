import {
  type Account,
  ConnectOrganizationApi,
  type Membership,
  readAccount,
} from "../../provider/classic/organizations.ts";
import { apiBaseUrl } from "../../provider/config.ts";
import { ApiError, type Reason } from "../../provider/connect/errors.ts";
import { type CallContext, Retry } from "../../provider/connect/retry.ts";
import { systemClock } from "../../provider-kit/clock.ts";
import { nearest } from "../../provider-kit/nearest.ts";
import { UsageError } from "../shared/commandLine.ts";
import { API_URL, type Config, HOST, TOKEN } from "./settings.ts";

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

const NEXT_STEPS: Partial<Record<Reason, string>> = {
  unauthenticated:
    "The token is mistyped, expired, revoked, or from another installation. Create one in Gitpod under User Settings > Access Tokens.",
  forbidden: "The token needs all permissions.",
  unimplemented: "There is no Gitpod API at this address: check the host, or set the API's address with --api-url.",
  notFound: "There is no Gitpod API at this address: check the host, or set the API's address with --api-url.",
};
const OTHERWISE =
  "Check the host and the network (HTTPS_PROXY; NODE_EXTRA_CA_CERTS for a private certificate authority), or set the API's address with --api-url.";

/**
 * Asks the API of these settings about their token.
 *
 * @throws AccountError
 */
export async function openAccount(config: Config, context: CallContext): Promise<Account> {
  const baseUrl = apiAddress(config);
  const retry = new Retry({ clock: systemClock, random: Math.random, maxRetries: RETRIES });
  const api = new ConnectOrganizationApi({ baseUrl, token: config[TOKEN], requestTimeout: REQUEST_TIMEOUT, retry });
  const others = new AbortController();
  try {
    return await readAccount(api, { ...context, signal: AbortSignal.any([context.signal, others.signal]) });
  } catch (error) {
    // Stops the retries of the other calls.
    others.abort();
    throw error instanceof ApiError ? explained(error, baseUrl) : error;
  }
}

/** The API address to which the token of these settings is sent. */
export function apiAddress(config: Config): string {
  return apiBaseUrl({ host: config[HOST] ?? "", apiUrl: config[API_URL] || undefined });
}

function explained(error: ApiError, baseUrl: string): AccountError {
  const refused = error.reason === "unauthenticated";
  const what = refused ? `Gitpod does not accept the token at ${baseUrl}` : `could not ask ${baseUrl} about the token`;
  const next = NEXT_STEPS[error.reason] ?? OTHERWISE;
  return new AccountError(`${what}: ${error.quoted}. ${next}`, refused, { cause: error });
}

/**
 * The organization with this id, short name or name.
 *
 * @throws UsageError about `--organization`
 */
export function findOrganization(wanted: string, organizations: readonly Membership[]): Membership {
  const text = wanted.trim().toLowerCase();
  for (const property of ["id", "slug", "name"] as const) {
    const found = organizations.filter((organization) => organization[property].toLowerCase() === text);
    if (found.length > 1) {
      const ids = found.map(({ id }) => id).join(", ");
      throw new UsageError(`--organization is the ${property} of several organizations; use one of the ids ${ids}`);
    }
    if (found[0] !== undefined) return found[0];
  }
  throw new UsageError(`--organization ${notFound(text, organizations)}`);
}

function notFound(text: string, organizations: readonly Membership[]): string {
  if (organizations.length === 0) return "cannot be found: the token's owner belongs to no organization";
  const names = organizations.flatMap(({ slug, name }) => [slug, name]);
  const guess = nearest(text, names);
  const all = organizations.map(({ name, slug }) => `${name} (${slug})`).join(", ");
  return `is not one of the token's organizations${guess === undefined ? "." : `; did you mean ${guess}?`} They are: ${all}`;
}

/** The warning when the token's owner may not set up an integration; undefined for an owner of the organization. */
export function roleWarning({ name, role }: Membership): string | undefined {
  if (role === "owner") return undefined;
  const finding =
    role === undefined
      ? `Gitpod does not show the role of the token's owner in ${name}`
      : `The token's owner is a ${role} of ${name}`;
  return `${finding}. Only an owner may set up an integration: with any other role pulumi up will fail.`;
}
