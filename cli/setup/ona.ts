import { randomUUID } from "node:crypto";
import { ONA, ONA_API_URL } from "../../platforms/ona.ts";
import { failedFor } from "../../provider/connect/errors.ts";
import type { CallContext } from "../../provider/connect/retry.ts";
import { OnaApi } from "../../provider/ona/api.ts";
import { runnerProblem } from "../../provider/ona/explain.ts";
import { findOwnToken, type OwnToken } from "../../provider/ona/ownToken.ts";
import { onaUrl } from "../../provider/ona/settings.ts";
import { type Identity, isPerson, type Runner } from "../../provider/ona/types.ts";
import { systemClock } from "../../provider-kit/clock.ts";
import { hostOf, isLoopback } from "../../provider-kit/hosts.ts";
import { SANDBOX } from "../../sandbox/constants.ts";
import { fromEnvironment } from "../shared/providerSettings.ts";
import { plain } from "../shared/text.ts";
import { AccountError, askApi } from "./account.ts";
import type { Account, PlatformSetup } from "./platform.ts";
import { askText } from "./prompts.ts";
import { ONA_API, ONA_TOKEN, RUNNER, withOnaApi } from "./settings/ona.ts";
import { type Config, problemWith } from "./settings.ts";

const { onaPort, onaToken, runnerId } = SANDBOX;
const SANDBOX_HOST = `localhost:${onaPort}`;

/** Ona: a runner of the organization that the token belongs to. */
export const onaSetup: PlatformSetup<Runner> = {
  name: "ona",
  displayName: ONA.displayName,
  token: ONA.token.name,
  tokenVariable: ONA.token.variables[0],
  tokenHelp: () =>
    "An administrator of the organization creates one in Ona, under Settings > Personal access tokens. It ends after 30, 60 or 90 days.",
  placeKey: RUNNER,
  placeFlag: "runner",
  flags: ["onaApiUrl", "runner"],
  needed: () => [],
  neededToken: "the token of an administrator of the organization",
  neededPlace: "id or name of a runner in Ona",
  neededToDelete: [ONA_API, ONA_TOKEN],
  renewal: "people stay signed in",
  activation: "Connect: each person consents in a browser, once",
  withEnvironment(config, env) {
    const url = config[ONA_API] || fromEnvironment("onaApiUrl", {}, env)?.value || "";
    return withOnaApi(config, url && onaUrl(url));
  },
  sandbox: { host: SANDBOX_HOST, token: onaToken, place: runnerId },
  withSandbox,
  address: [{ label: "Change the address of the API", ask: askApiUrl }],
  apiAddress,
  otherAddress: () => undefined,
  open,
  label: (runner) =>
    [`${plain(runner.name)}: ${state(runner)}`, words(runner.provider), plain(runner.region)]
      .filter(Boolean)
      .join(", "),
  placeWarning,
  moveWarnings: () => [],
};

function withSandbox(before: Config): Config {
  const isHere = isLoopback(hostOf(apiAddress(before)) ?? "");
  const config = isHere ? before : withOnaApi(before, `http://${SANDBOX_HOST}/api`);
  return { ...config, [ONA_TOKEN]: config[ONA_TOKEN] || onaToken, [RUNNER]: config[RUNNER] || runnerId };
}

async function askApiUrl(config: Config, env: NodeJS.ProcessEnv): Promise<Config> {
  const url = await askText({
    message: "Base URL of Ona's API, to which the token is sent",
    initial: apiAddress(config),
    check: (text) => problemWith(ONA_API, withOnaApi(config, text), env),
  });
  return withOnaApi(config, onaUrl(url));
}

function apiAddress(config: Config): string {
  return onaUrl(config[ONA_API] || ONA_API_URL);
}

/** @throws AccountError */
async function open(config: Config, context: CallContext): Promise<Account<Runner>> {
  const place = {
    baseUrl: apiAddress(config),
    token: config[ONA_TOKEN],
    displayName: "Ona",
    checkAddress: "its address (--ona-api-url)",
    newToken: `The token is mistyped, ended, revoked, or from another address. Create one in ${ONA.tokenPage}.`,
    moreRights: "Use the token of an administrator of the organization.",
  };
  const [[identity, own], all, maySend] = await askApi(place, context, (options, calls) => {
    const api = new OnaApi(options);
    return Promise.all([owned(api, calls), api.runners(calls), trySending(api, calls)]);
  });
  const runners = all.filter(({ phase }) => phase !== "DELETED");
  if (runners.length === 0) {
    const message = `The token belongs to ${owner(identity)}, who sees no runner: set one up in Ona under Settings > Runners, or use another token.`;
    throw new AccountError(message, true);
  }
  // Ona may look for the integration first, and then refuse the write.
  const allowed = own?.readOnly === true ? false : maySend;
  return {
    owner: `The token belongs to ${owner(identity)}.`,
    places: runners,
    document: { identity },
    warnings: rightsWarnings(identity, own, allowed),
    // What a service account may do with an integration is not known before there is one.
    mayWrite: allowed === true && !isPerson(identity) ? undefined : allowed,
    tokenEnd: own?.end,
  };
}

/** Who the token belongs to, and what is known of the token itself. */
async function owned(api: OnaApi, context: CallContext): Promise<[Identity, OwnToken | undefined]> {
  const identity = await api.identity(context);
  return [identity, await findOwnToken(api, identity, context, systemClock.now())];
}

/** No call tells a token's rights. This one could change nothing, as there is no integration with a new id. */
async function trySending(api: OnaApi, context: CallContext): Promise<boolean | undefined> {
  try {
    await api.update(randomUUID(), {}, context);
    return true;
  } catch (error) {
    if (failedFor(error, "forbidden")) return false;
    // A token that is not accepted, or an API that does not answer, fails the other calls too.
    return failedFor(error, "notFound") ? true : undefined;
  }
}

function rightsWarnings(identity: Identity, own: OwnToken | undefined, mayWrite: boolean | undefined): string[] {
  if (mayWrite === false) return [`The token may not write: ${whyNot(own?.readOnly)}. pulumi up will fail.`];
  if (isPerson(identity)) return [];
  return [`The token belongs to ${owner(identity)}, which may not be allowed to write: pulumi up may fail.`];
}

function whyNot(readOnly: boolean | undefined): string {
  const notAllowed = "its owner is no administrator of the organization";
  if (readOnly === undefined) return `it is read-only, or ${notAllowed}`;
  return readOnly ? "it is read-only" : notAllowed;
}

function owner({ id, principal }: Identity): string {
  return `${words(principal).toLowerCase()} ${id}`;
}

function words(name: string): string {
  return name.replaceAll("_", " ");
}

function state({ registered, phase }: Runner): string {
  return registered ? phase.toLowerCase() : "never registered";
}

/** Ona's own runners, on Ona Cloud, have no Azure DevOps. */
function placeWarning(runner: Runner): string | undefined {
  if (runner.provider === "MANAGED") {
    return `Runner ${plain(runner.name)} (${runner.id}) is Ona's own, and Azure DevOps needs a runner of yours (AWS or GCP).`;
  }
  return runnerProblem(runner);
}
