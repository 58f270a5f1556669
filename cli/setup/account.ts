import {
  ConnectOrganizationApi,
  type Organization,
  type OrganizationApi,
  type Role,
  type User,
} from "../../provider/classic/organizations.ts";
import { apiBaseUrl } from "../../provider/config.ts";
import { ApiError, failedFor, type Reason } from "../../provider/connect/errors.ts";
import { type CallContext, Retry } from "../../provider/connect/retry.ts";
import { systemClock } from "../../provider-kit/clock.ts";
import { nearest } from "../../provider-kit/nearest.ts";
import { API_URL, type Config, HOST, TOKEN } from "./settings.ts";

/** An organization with what the token's owner is in it; undefined where Gitpod does not say. */
export interface Membership extends Organization {
  readonly role: Role | undefined;
}

/** To whom a token belongs, and the organizations that it reaches. */
export interface Account {
  readonly user: User;
  readonly organizations: readonly Membership[];
}

/** Gitpod did not answer as hoped. The message says what was tried, where, and what to do. */
export class AccountError extends Error {
  override readonly name = "AccountError";
  /** The token cannot serve: another one is needed. */
  readonly tokenRefused: boolean;

  constructor(message: string, tokenRefused: boolean, options?: ErrorOptions) {
    super(message, options);
    this.tokenRefused = tokenRefused;
  }
}

/** Somebody waits at a terminal, or a job does: transient failures get two more attempts. */
const RETRIES = 2;
const REQUEST_TIMEOUT = 20_000;

const NEXT_STEPS: Partial<Record<Reason, string>> = {
  unauthenticated:
    "The token is mistyped, expired, revoked, or of another installation. Make one in Gitpod under User Settings > Access Tokens.",
  forbidden: "The token needs access to all functions.",
  unimplemented: "No such API answers there: check the host, or give the API's address with --api-url.",
  notFound: "No such API answers there: check the host, or give the API's address with --api-url.",
};
const ELSEWHERE =
  "Check the host and the network (HTTPS_PROXY; NODE_EXTRA_CA_CERTS for a private certificate authority), or give the API's address with --api-url.";

/**
 * Tries the token of these settings at the API that they name.
 *
 * @throws AccountError
 */
export async function openAccount(config: Config, context: CallContext): Promise<Account> {
  const baseUrl = apiAddress(config);
  const retry = new Retry({ clock: systemClock, random: Math.random, maxRetries: RETRIES });
  const api = new ConnectOrganizationApi({ baseUrl, token: config[TOKEN], requestTimeout: REQUEST_TIMEOUT, retry });
  const rest = new AbortController();
  try {
    return await ask(api, { ...context, signal: AbortSignal.any([context.signal, rest.signal]) });
  } catch (error) {
    // What was asked at the same time would be tried again for nobody.
    rest.abort();
    throw error instanceof ApiError ? explained(error, baseUrl) : error;
  }
}

async function ask(api: OrganizationApi, context: CallContext): Promise<Account> {
  const [user, organizations] = await Promise.all([api.user(context), api.organizations(context)]);
  const withRole = async (organization: Organization): Promise<Membership> => ({
    ...organization,
    role: await roleIn(api, organization.id, user.id, context),
  });
  return { user, organizations: await Promise.all(organizations.map(withRole)) };
}

/** Where the token of these settings is sent. */
export function apiAddress(config: Config): string {
  return apiBaseUrl({ host: config[HOST] ?? "", apiUrl: config[API_URL] || undefined });
}

/** Not everybody may see who else is in an organization; that is no reason to give up. */
async function roleIn(
  api: OrganizationApi,
  organizationId: string,
  userId: string,
  context: CallContext,
): Promise<Role | undefined> {
  return api.role(organizationId, userId, context).catch((error: unknown) => {
    if (failedFor(error, "forbidden") || failedFor(error, "notFound")) return undefined;
    throw error;
  });
}

function explained(error: ApiError, baseUrl: string): AccountError {
  const refused = error.reason === "unauthenticated";
  const what = refused ? `Gitpod does not accept the token at ${baseUrl}` : `could not ask ${baseUrl} about the token`;
  const next = NEXT_STEPS[error.reason] ?? ELSEWHERE;
  return new AccountError(`${what}: ${error.quoted}. ${next}`, refused, { cause: error });
}

/**
 * The organization that a person means by its id, its short name or its name.
 *
 * @returns undefined, or words for what is wrong that follow the name of the option
 */
export function findOrganization(wanted: string, organizations: readonly Membership[]): Membership | string {
  const text = wanted.trim().toLowerCase();
  for (const property of ["id", "slug", "name"] as const) {
    const found = organizations.filter((organization) => organization[property].toLowerCase() === text);
    if (found.length > 1)
      return `is the ${property} of several; give one of the ids ${found.map(({ id }) => id).join(", ")}`;
    if (found[0] !== undefined) return found[0];
  }
  if (organizations.length === 0) return "cannot be found: the token's owner belongs to no organization";
  const guess = nearest(
    text,
    organizations.flatMap(({ slug, name }) => [slug, name]),
  );
  const all = organizations.map(({ name, slug }) => `${name} (${slug})`).join(", ");
  return `is none of the token's organizations${guess === undefined ? "" : `; did you mean ${guess}?`} They are: ${all}`;
}

/** A warning for those who may not set up an integration; undefined for an owner. */
export function roleWarning({ name, role }: Membership): string | undefined {
  if (role === "owner") return undefined;
  const finding =
    role === undefined
      ? `Gitpod does not say what the token's owner is in ${name}`
      : `The token's owner is a ${role} of ${name}`;
  return `${finding}. Only an owner may set up an integration: pulumi up will fail with any other role.`;
}
