import { CLASSIC, gitpodOrigin } from "../../platforms/classic.ts";
import { ProviderError } from "../../provider-kit/errors.ts";
import { importCommand } from "../connect/claimErrors.ts";
import { nameOf } from "../connect/claims.ts";
import { ApiError, advice, type Reason } from "../connect/errors.ts";
import type { Integration } from "./integrationApi.ts";
import type { Inputs } from "./schema.ts";

/** What to do where a call needs a token and there is none. */
export const WITHOUT_TOKEN =
  "gitpod:token is not set, and calling the Gitpod API needs the personal access token of an organization owner. " +
  "Set it with `pulumi config set --secret gitpod:token` or in the environment variable GITPOD_TOKEN, which is taken for the " +
  "host of GITPOD_HOST, else of the stack's gitpod:host, and for no other.";

const OWNER =
  "The token must belong to an owner of the organization and have access to all functions; check organizationId too.";
const LAST_SETTINGS = "Then run a plain `pulumi up` first: refresh and destroy use the settings of the last one.";
const NEXT_STEPS: Partial<Record<Reason, string>> = {
  unauthenticated: `Gitpod does not accept the token: make a new personal access token as an organization owner and set it with \`pulumi config set --secret gitpod:token\`. ${LAST_SETTINGS}`,
  forbidden: OWNER,
  notFound: OWNER,
  rateLimit: "Run `pulumi up` again later, or allow more attempts with `pulumi config set gitpod:maxRetries 20`.",
  unimplemented: "No such API answers there: check gitpod:host and gitpod:apiUrl.",
  tls: "For a private certificate authority, name its certificate in the environment variable NODE_EXTRA_CA_CERTS.",
  redirect: `The API redirects, and the token is not sent after a redirect: set gitpod:apiUrl to the final address. ${LAST_SETTINGS}`,
  unreachable: `Check gitpod:host, gitpod:apiUrl, and the network or proxy (HTTPS_PROXY) between here and Gitpod. ${LAST_SETTINGS}`,
};
/** Gitpod gives these one code with many others; its own words are all that tells them apart. */
const REFUSALS: readonly [words: RegExp, nextStep: string][] = [
  [
    /unexpected service type/i,
    "Gitpod offers Azure DevOps on Enterprise and dedicated installations only: check gitpod:host.",
  ],
  [
    /host could not be reached/i,
    "Gitpod itself must be able to reach that host: check the host property and the installation's network.",
  ],
  [/override an existing provider/i, "That host is built into this Gitpod installation and needs no integration."],
];

/** Adds to a failed call what was tried, where, and what to do next. Returns other errors unchanged. */
export function explain(error: unknown, tried: string, inputs: Pick<Inputs, "host" | "organizationId">): unknown {
  return explainCall(error, `${tried} the integration for ${inputs.host} in organization ${inputs.organizationId}`);
}

/** The same for a call that is not about one integration. */
export function explainCall(error: unknown, tried: string): unknown {
  if (!(error instanceof ApiError)) return error;
  return new ProviderError(`could not ${tried}: ${error.quoted}. ${advice(error, nextStep(error))}`, { cause: error });
}

/** What to do about a failed call. */
export function nextStep({ reason, message }: ApiError): string {
  const refusal = REFUSALS.find(([words]) => words.test(message))?.[1];
  return refusal ?? NEXT_STEPS[reason] ?? "Run `pulumi up` again; it goes on from here, and nothing is made twice.";
}

/** Why an existing integration is not taken over unasked. */
export type ConflictReason = "otherApp" | "active" | "otherEndpoints";

const WHY: Record<ConflictReason, string> = {
  otherApp: "and another client id",
  active: "and this client id. It is active, so it was left as it is",
  otherEndpoints: "and this client id, but other endpoints",
};
const ADOPTING: Record<ConflictReason, string> = {
  otherApp: "It then gets these credentials",
  active: "It is then deleted and created again",
  otherEndpoints: "It is then deleted and created again",
};

/** The organization already has an integration for the host. Each way out is right whether or not this stack has it too. */
export function conflict(reason: ConflictReason, existingId: string, urn: string, inputs: Inputs): ProviderError {
  return new ProviderError(
    `the organization ${inputs.organizationId} already has an integration for ${inputs.host}, with id ${existingId} ${WHY[reason]}. ` +
      "If this resource is to take its place, as after a renamed entry of a stack, set adoptExisting to true (`adoptExisting: true`, " +
      "`pulumi config set adoptExisting true`, or `adoptExisting` of the entry where it is a stack setting). " +
      `${ADOPTING[reason]}, and an organization owner has to activate it again. To go on with it as it is, run ` +
      `\`${importCommand(CLASSIC.integrationType, existingId, urn)}\`, then \`pulumi up\`. Else delete it in Gitpod under Organization Settings > Git Providers.`,
  );
}

/** The organization's integration for the host is of another type, which no update can change. */
export function otherType({ id, type }: Integration, inputs: Inputs): ProviderError {
  return new ProviderError(
    `the organization ${inputs.organizationId} already has an integration for ${inputs.host}, with id ${id} and of the type ${type}. ` +
      "It is not for Azure DevOps and cannot be taken over: choose another host, or delete it in Gitpod under Organization " +
      "Settings > Git Providers.",
  );
}

/** Two resources of one program have the same place. */
export function samePlace(otherUrn: string): string {
  return `host makes this a second integration for the organization and host of ${nameOf(otherUrn)}; remove one of the two`;
}

/** Somebody has given the integration another app since the last deployment. */
export function foreign({ id, clientId }: Integration, urn: string, inputs: Inputs): ProviderError {
  return new ProviderError(
    `integration ${id} for ${inputs.host} now signs people in with another app (client id ${clientId}), so nothing was changed. ` +
      "To see that in a preview and then give it this app again, run `pulumi up --refresh`. To leave it to the other app, take it " +
      `out of the program and run \`pulumi state delete '${urn}'\`.`,
  );
}

/** The provider now names another installation, and the program does not say whether the integration moves. */
export function elsewhere(id: string, home: string, gitpodHost: string): ProviderError {
  return new ProviderError(
    `integration ${id} is at ${home}, and the last \`pulumi up\` had gitpod:host ${gitpodHost}. Nothing was deleted. Set ` +
      `gitpod:host to ${home} and run \`pulumi up\`, then do this again.`,
  );
}

/** A move to another installation is complete except for the integration at the former one. */
export function leftThere(id: string, home: string, reason: string): string {
  return (
    `integration ${id} is still at ${home}: ${reason}. If nobody needs it, an owner of the organization can delete it there, ` +
    `under Organization Settings > Git Providers (${gitpodOrigin(home)}/settings/git-providers).`
  );
}

/** A refresh does not reach an integration on another installation. */
export function notLookedAt(id: string, home: string | undefined, gitpodHost: string): string {
  return (
    `integration ${id} was not looked at: it is at ${home}, and the last \`pulumi up\` ran with gitpod:host ${gitpodHost}. ` +
    "Refresh again after a `pulumi up` with the right host."
  );
}

/** The integration of an update was deleted outside of Pulumi. */
export function gone(id: string, inputs: Inputs): ProviderError {
  return new ProviderError(
    `integration ${id} for ${inputs.host} is no longer in organization ${inputs.organizationId}: it was deleted outside of ` +
      "Pulumi. Run `pulumi up --refresh`, which creates it again.",
  );
}
