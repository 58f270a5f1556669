import { ONA_CREDENTIALS, ONA_ENDPOINTS, ONA_RULES, redirectUrisOfRunners } from "./ona.ts";
import { type StackRule, stackRule, UNKNOWN } from "./rule.ts";
import { APPLICATION, REDIRECT_URIS } from "./types.ts";
import { record, texts, unmarked } from "./values.ts";

const CALLBACK = "/auth/callback";

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
    const runners = redirectUrisOfRunners(resources);
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

/** Properties of a platform's resources that contain a credential, by type. */
export const PLATFORM_CREDENTIALS: Readonly<Record<string, readonly string[]>> = {
  "gitpod:index:AuthProvider": ["clientSecret"],
  "gitpod:index:AzureDevOpsIntegration": ["clientSecret"],
  ...ONA_CREDENTIALS,
};

/** Properties with an address of Entra: how the address ends, and the setting that it may come from besides `authorityHost`. */
export const PLATFORM_ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  authorizationUrl: { path: /^\/([^/]+)\/oauth2\/v2\.0\/authorize$/ },
  tokenUrl: { path: /^\/([^/]+)\/oauth2\/v2\.0\/token$/ },
  ...ONA_ENDPOINTS,
};

interface Endpoint {
  readonly path: RegExp;
  readonly setting?: string;
}

/** Rules about what an app may have, which depends on who uses it. */
export const PLATFORM_RULES: readonly StackRule[] = [redirectUris, ...ONA_RULES];

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
