import { CLASSIC, gitpodOrigin } from "../../platforms/classic.ts";
import { ConnectOrganizationApi, type Membership, readAccount } from "../../provider/classic/organizations.ts";
import { apiBaseUrl } from "../../provider/classic/settings.ts";
import type { CallContext } from "../../provider/connect/retry.ts";
import { isLoopback } from "../../provider-kit/hosts.ts";
import { SANDBOX } from "../../sandbox/constants.ts";
import { plain } from "../shared/text.ts";
import { AccountError, askApi } from "./account.ts";
import type { Account, PlatformSetup } from "./platform.ts";
import { askText, say } from "./prompts.ts";
import { API_URL, HOST, hostIn, ORGANIZATION, TOKEN, withHost } from "./settings/classic.ts";
import { type Config, problemWith } from "./settings.ts";

const { gitpodPort, token, organizationId } = SANDBOX;
const SANDBOX_HOST = `localhost:${gitpodPort}`;

/** Gitpod Classic: an installation, and an organization of it. */
export const classicSetup: PlatformSetup<Membership> = {
  name: "classic",
  displayName: CLASSIC.displayName,
  token: CLASSIC.token.name,
  tokenVariable: CLASSIC.token.variables[0],
  tokenHelp: (config) =>
    `An owner of the organization creates one at ${gitpodOrigin(config[HOST] ?? "")}/user/tokens, with all permissions.`,
  placeKey: ORGANIZATION,
  placeFlag: "organization",
  flags: ["host", "apiUrl", "organization"],
  needed: (config) => [[config[HOST], "--host <host>", "the Gitpod installation"]],
  neededToken: "the token of an organization owner, for this host",
  neededPlace: "id, short name or name in Gitpod",
  neededToDelete: [HOST, API_URL, TOKEN],
  renewal: "each time an owner has to activate again",
  activation: "Activate: an owner of the organization consents in a browser",
  withEnvironment(config, env) {
    const [host, apiUrl] = [config[HOST] || env.GITPOD_HOST || "", config[API_URL] || env.GITPOD_API_URL || ""];
    return { ...config, [HOST]: host, [API_URL]: apiUrl };
  },
  sandbox: { host: SANDBOX_HOST, token, place: organizationId },
  withSandbox,
  address: [
    { first: { flag: "host" }, label: "Change the host", ask: askHost },
    { label: "Change the address of the API", ask: askApiUrl },
  ],
  apiAddress,
  otherAddress,
  open,
  label: ({ name, slug, role }) =>
    `${plain(name)} (${plain(slug)}): ${role === undefined ? "your role is not known" : `you are ${role}`}`,
  placeWarning: roleWarning,
  moveWarnings: (before, after) =>
    before[API_URL] && !after[API_URL] ? [`${API_URL} belongs to the old host, so it is removed.`] : [],
};

function withSandbox(before: Config): Config {
  const host = before[HOST] ?? "";
  const config = withHost(before, isLoopback(host) ? host : SANDBOX_HOST);
  return { ...config, [TOKEN]: config[TOKEN] || token, [ORGANIZATION]: config[ORGANIZATION] || organizationId };
}

async function askHost(config: Config, env: NodeJS.ProcessEnv): Promise<Config> {
  const answer = await askText({
    message: "Host of your Gitpod installation",
    initial: config[HOST] ?? "",
    check: (text) => problemWith(HOST, withHost(config, hostIn(text)), env),
  });
  const host = hostIn(answer);
  if (host !== answer) say.info(`Using ${host}.`);
  return withHost(config, host);
}

async function askApiUrl(config: Config, env: NodeJS.ProcessEnv): Promise<Config> {
  const url = await askText({
    message: "Base URL of Gitpod's API, to which the token is sent",
    initial: config[API_URL] || publicApi(config),
    check: (text) => problemWith(API_URL, { ...config, [API_URL]: text }, env),
  });
  return { ...config, [API_URL]: url };
}

function apiAddress(config: Config): string {
  return apiBaseUrl({ host: config[HOST] ?? "", apiUrl: config[API_URL] || undefined });
}

/** Some installations answer there only. */
function otherAddress(config: Config) {
  const value = publicApi(config);
  return config[API_URL] || value === apiAddress(config) ? undefined : { key: API_URL, value };
}

function publicApi(config: Config): string {
  return `${gitpodOrigin(config[HOST] ?? "")}/public-api`;
}

/** @throws AccountError */
async function open(config: Config, context: CallContext): Promise<Account<Membership>> {
  const place = {
    baseUrl: apiAddress(config),
    token: config[TOKEN],
    displayName: "Gitpod",
    checkAddress: "the host, or set the API's address with --api-url",
    newToken: `The token is mistyped, expired, revoked, or from another installation. Create one in ${CLASSIC.tokenPage}.`,
    moreRights: "The token needs all permissions.",
  };
  const { user, organizations } = await askApi(place, context, (options, calls) =>
    readAccount(new ConnectOrganizationApi(options), calls),
  );
  const name = plain(user.name || user.id);
  if (organizations.length === 0) {
    throw new AccountError(`The token belongs to ${name}, who is in no organization: use another one.`, true);
  }
  return { owner: `The token belongs to ${name}.`, places: organizations, document: { user }, warnings: [] };
}

/** The warning when the token's owner may not set up an integration; undefined for an owner of the organization. */
function roleWarning({ name: given, role }: Membership): string | undefined {
  const name = plain(given);
  if (role === "owner") return undefined;
  const finding =
    role === undefined
      ? `Gitpod does not show the role of the token's owner in ${name}`
      : `The token's owner is a ${role} of ${name}`;
  return `${finding}. Only an owner may set up an integration: with any other role pulumi up will fail.`;
}
