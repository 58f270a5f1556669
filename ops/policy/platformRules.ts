import { type NoConfig, type Resource, type StackRule, stackRule, UNKNOWN, type Violation } from "./rule.ts";
import { APPLICATION, REDIRECT_URIS, REGISTRATION, RUNNER_SCM, SCM_INTEGRATION } from "./types.ts";
import { record, texts, unmarked } from "./values.ts";

const CALLBACK = "/auth/callback";

// What an app may have depends on who uses it, so these rules look at the whole stack.

const redirectUris = stackRule<{ hosts: string[] }>({
  name: "redirect-uris",
  description: "Entra may send authorization codes only to Gitpod Classic or a runner of Ona, over https.",
  level: "mandatory",
  config: {
    hosts: {
      type: "array",
      items: { type: "string" },
      default: [],
      description:
        "Hosts of Gitpod Classic installations, such as gitpod.example.com. Default: the host in gitpod:host.",
    },
  },
  check(resources, { hosts }, { gitpodHost }) {
    const classic = hosts.length > 0 || gitpodHost === undefined ? hosts : [gitpodHost];
    const runners = runnersOf(resources);
    return resources.flatMap(({ type, urn, properties }) => {
      if (type !== APPLICATION && type !== REDIRECT_URIS) return [];
      const app = record(unmarked(properties));
      return [...texts(record(app.web).redirectUris), ...texts(app.redirectUris)].flatMap((uri) => {
        const problem = redirectProblem(uri, classic, runners);
        return problem === undefined ? [] : [{ urn, message: `The redirect URI ${uri} ${problem}` }];
      });
    });
  },
});

const idTokens = stackRule<NoConfig>({
  name: "no-id-tokens-without-ona",
  description: "Entra may issue ID tokens in a URL only for an app that Ona uses.",
  level: "mandatory",
  config: {},
  check(resources) {
    const users = resources
      .filter(({ type }) => type === SCM_INTEGRATION)
      .map(({ properties }) => unmarked(properties));
    const clientIds = users.map((properties) => record(properties).clientId).filter((id) => id !== undefined);
    return resources.flatMap((resource) => idTokenViolations(resource, clientIds));
  },
});

export const PLATFORM_RULES: readonly StackRule[] = [redirectUris, idTokens];

function idTokenViolations({ type, urn, properties }: Resource, clientIds: readonly unknown[]): Violation[] {
  if (type !== APPLICATION && type !== REGISTRATION) return [];
  const app = record(unmarked(properties));
  const names = [
    ...(record(record(app.web).implicitGrant).idTokenIssuanceEnabled === true
      ? ["web.implicitGrant.idTokenIssuanceEnabled"]
      : []),
    ...(app.implicitIdTokenIssuanceEnabled === true ? ["implicitIdTokenIssuanceEnabled"] : []),
  ];
  // A preview does not know the id of a new app.
  const clientId = app.clientId ?? UNKNOWN;
  const used = clientId === UNKNOWN ? clientIds.length > 0 : clientIds.some((id) => id === clientId || id === UNKNOWN);
  if (used) return [];
  const why = "is true, but no integration of Ona in this stack uses the app: set it to false, or remove it.";
  return names.map((name) => ({ urn, message: `${name} ${why}` }));
}

/** The redirect URIs of the runners in the stack; a preview may not know one yet. An Azure DevOps Server has none. */
function runnersOf(resources: readonly Resource[]): unknown[] {
  return resources
    .filter(({ type }) => type === RUNNER_SCM || type === SCM_INTEGRATION)
    .map(({ properties }) => unmarked(properties.redirectUri) ?? UNKNOWN)
    .filter((uri) => uri !== "");
}

function redirectProblem(uri: string, classic: readonly string[], runners: readonly unknown[]): string | undefined {
  const fix = `pulumi config set redirectUri https://${classic[0] ?? "<gitpod-host>"}${CALLBACK}`;
  if (!URL.canParse(uri)) return `is not a URL: ${fix}`;
  const { protocol, host, hostname, pathname, search } = new URL(uri);
  const loopback = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  if (protocol !== "https:" && !(protocol === "http:" && loopback)) return `is not https (http: loopback only): ${fix}`;
  if (runners.includes(uri) || runners.includes(UNKNOWN)) return undefined;
  if (classic.length === 0 && runners.length > 0) return "is not that of a runner in this stack: remove it.";
  const neither = runners.length === 0 ? "" : ", nor that of a runner in this stack";
  if (`${pathname}${search}` !== CALLBACK) return `does not end with ${CALLBACK}${neither}: ${fix}`;
  if (classic.length > 0 && !classic.includes(host)) return `is not at ${classic.join(" or ")}${neither}: ${fix}`;
  return undefined;
}
