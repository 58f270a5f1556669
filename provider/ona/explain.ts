import { ONA } from "../../platforms/ona.ts";
import { errorMessage, PartialFailure, ProviderError } from "../../provider-kit/errors.ts";
import type { OperationContext } from "../../provider-kit/resource.ts";
import { importCommand } from "../connect/claimErrors.ts";
import { nameOf } from "../connect/claims.ts";
import { ApiError, advice, type Reason } from "../connect/errors.ts";
import { calls } from "../connect/retry.ts";
import type { OnaApi } from "./api.ts";
import type { Inputs, Outputs, ScmProblem } from "./schema.ts";
import type { Place, Runner, ScmIntegration } from "./types.ts";

const LAST_SETTINGS = "Then run a plain `pulumi up` first: refresh and destroy use the settings of the last one.";
const NEW_TOKEN =
  "make a new personal access token in Ona, as an administrator of the organization, and set it with " +
  "`pulumi config set --secret gitpod:onaToken`.";
const WRITES = `The token must be allowed to write, and its owner must be an administrator: if it is read-only, ${NEW_TOKEN}`;
/** The token certainly cannot change anything. */
export const READ_ONLY = `gitpod:onaToken is read-only. The token must be allowed to write: ${NEW_TOKEN}`;
const NEXT_STEPS: Partial<Record<Reason, string>> = {
  unauthenticated: `Ona does not accept the token, which may have ended: ${NEW_TOKEN} ${LAST_SETTINGS}`,
  forbidden: WRITES,
  notFound: `Check runnerId. If the runner exists, the token cannot see it. ${WRITES}`,
  rateLimit: "Run `pulumi up` again later, or allow more attempts with `pulumi config set gitpod:maxRetries 20`.",
  unimplemented: "No such API answers there: check gitpod:onaApiUrl.",
  tls: "For a private certificate authority, name its certificate in the environment variable NODE_EXTRA_CA_CERTS.",
  redirect: `The API redirects, and the token is not sent after a redirect: set gitpod:onaApiUrl to the final address. ${LAST_SETTINGS}`,
  unreachable: `Check gitpod:onaApiUrl, and the network or proxy (HTTPS_PROXY) between here and Ona. ${LAST_SETTINGS}`,
};
const AGAIN = "Run `pulumi up` again; it goes on from here, and nothing is made twice.";
/** Failures that a runner in the wrong state may be behind. */
const MAYBE_THE_RUNNER: ReadonlySet<Reason> = new Set(["failedPrecondition", "server", "refused"]);
const ONLINE: ReadonlySet<string> = new Set(["ACTIVE", "DEGRADED"]);

/** Adds to a failed call what was tried, where, and what to do next. Returns other errors unchanged. */
export async function explain(
  error: unknown,
  tried: string,
  place: Pick<Place, "runnerId"> & Partial<Place>,
  api: OnaApi,
  context: OperationContext,
): Promise<unknown> {
  if (!(error instanceof ApiError)) return error;
  const subject = place.host === undefined ? "the integrations" : `the integration for ${place.host}`;
  const runner = MAYBE_THE_RUNNER.has(error.reason) ? await runnerOf(api, place.runnerId, context) : undefined;
  // A function has no URN, and nothing in the state.
  const gone = error.reason === "notFound" && context.urn !== "" ? ` ${ifRunnerIsGone(context.urn)}` : "";
  const next = `${runnerProblem(runner) ?? advice(error, nextStep(error))}${gone}`;
  const message = `could not ${tried} ${subject} of runner ${place.runnerId}: ${error.quoted}. ${next}`;
  return new ProviderError(message, { cause: error });
}

/** The same for a call that is not about one integration. */
export function explainCall(error: unknown, tried: string): unknown {
  if (!(error instanceof ApiError)) return error;
  return new ProviderError(`could not ${tried}: ${error.quoted}. ${advice(error, nextStep(error))}`, { cause: error });
}

/** What to do about a failed call. */
export function nextStep({ reason }: ApiError): string {
  return NEXT_STEPS[reason] ?? AGAIN;
}

function ifRunnerIsGone(urn: string): string {
  return `If the runner was deleted in Ona, its integrations went with it: \`pulumi state delete '${urn}'\`.`;
}

async function runnerOf(api: OnaApi, runnerId: string, context: OperationContext): Promise<Runner | undefined> {
  return api.runner(runnerId, calls(context)).catch((error: unknown) => {
    if (error instanceof ApiError) return undefined;
    throw error;
  });
}

/** What to do where the runner itself is in the way. */
export function runnerProblem(runner: Runner | undefined): string | undefined {
  if (runner === undefined) return undefined;
  const { id, name, phase, registered } = runner;
  if (!registered) {
    return `Runner ${name} (${id}) has never registered with Ona, so it has no key to encrypt a secret for: start it, and wait until Ona shows it as active.`;
  }
  if (ONLINE.has(phase)) return undefined;
  return `Runner ${name} (${id}) is offline (${phase.toLowerCase()}): start it, and wait until Ona shows it as active.`;
}

/** The runner, or Entra, says that an integration would not work. */
export function invalid(problems: readonly ScmProblem[], place: Place): ProviderError {
  const list = problems.map(({ field, message }) => `${field}: ${message}`).join("; ");
  return new ProviderError(
    `runner ${place.runnerId} says that the integration for ${place.host} is not valid: ${list}. Nothing was changed at Ona. ` +
      "Check that redirect URI, client id, client secret and issuerUrl belong together. `verifyCredentials: false` skips this check.",
  );
}

/** The runner cannot be asked whether an integration is valid. */
export function unvalidated(problem: ScmProblem, place: Place): ProviderError {
  return new ProviderError(
    `runner ${place.runnerId} could not validate the integration for ${place.host}: ${problem.message}. Nothing was changed at ` +
      "Ona. `verifyCredentials: false` skips this check.",
  );
}

/** The runner already has an integration in the place, with another app. */
export function conflict({ id, clientId }: ScmIntegration, urn: string, place: Place): ProviderError {
  const app = clientId === undefined ? "without OAuth" : `and another app (client id ${clientId})`;
  return new ProviderError(
    `runner ${place.runnerId} already has an integration for ${place.host}, with id ${id} ${app}. If this resource is to take ` +
      "its place, set adoptExisting to true (`adoptExisting: true`, `pulumi config set adoptExisting true`, or `adoptExisting` of " +
      "the entry where it is a stack setting). It then gets these credentials, and all people who use it connect again. To go on with it as it " +
      `is, run \`${importCommand(ONA.integrationType, id, urn)}\`, then \`pulumi up\`. Else delete it on the runner's page in Ona.`,
  );
}

/** Two resources of one program have the same place. */
export function samePlace(otherUrn: string): string {
  return `makes this a second integration for the runner and host of ${nameOf(otherUrn)}; remove one of the two`;
}

/** The stack has moved to another runner, and its token does not see the former one, as in another organization. */
export function leftThere(id: string, { host, runnerId }: Place): string {
  return (
    `integration ${id} for ${host} is still on runner ${runnerId}, which the token does not see. If nobody needs it, delete it on ` +
    "the runner's page in Ona; if the runner was deleted, it went with it."
  );
}

/** The last write had no answer, so the integration may have the secret of another resource. */
export function notKnown(id: string, place: Place): ProviderError {
  return new ProviderError(
    `integration ${id} for ${place.host} was not deleted: the answer to the last change was lost, so it is not known whether ` +
      "it has this program's secret. Run `pulumi refresh`, then do this again.",
  );
}

/** Somebody has given the integration another app since the last deployment. */
export function foreign({ id, clientId }: ScmIntegration, urn: string, place: Place): ProviderError {
  const now =
    clientId === undefined ? "no longer signs people in by OAuth" : `now has another app (client id ${clientId})`;
  return new ProviderError(
    `integration ${id} for ${place.host} ${now}, so nothing was changed. To see that in a preview and then give it this app ` +
      "again, run `pulumi up --refresh`. To leave it as it is, take it out of the program and run " +
      `\`pulumi state delete '${urn}'\`.`,
  );
}

/** The integration of an update was deleted outside of Pulumi. */
export class GoneError extends ProviderError {
  constructor(id: string, place: Place) {
    super(
      `integration ${id} for ${place.host} is no longer on runner ${place.runnerId}: it was deleted outside of Pulumi. ` +
        "Run `pulumi up --refresh`, which creates it again.",
    );
  }
}

/**
 * An update whose answer was lost. The integration may have either secret, and the program may go back to the old one before
 * the next attempt. So the state keeps no secret, and the next update sends one.
 */
export function uncertain(id: string, outputs: Outputs, old: Partial<Inputs>, cause: unknown): PartialFailure {
  const { clientId, issuerUrl, virtualDirectory, pat } = old;
  const unapplied = { clientId, issuerUrl, virtualDirectory, pat, clientSecret: undefined };
  return new PartialFailure(id, { ...outputs, secretFingerprint: undefined }, unapplied, errorMessage(cause), {
    cause,
  });
}
