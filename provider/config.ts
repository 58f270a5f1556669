import { z } from "zod";
import { CLASSIC } from "../platforms/classic.ts";
import { ONA_API_URL } from "../platforms/ona.ts";
import { ProviderError } from "../provider-kit/errors.ts";
import { canonicalHost, hostOf, isLoopback, urlProblem } from "../provider-kit/hosts.ts";
import { type Problem, refuse } from "../provider-kit/problem.ts";
import type { Environment } from "../provider-kit/resource.ts";
import type { Properties } from "../provider-kit/values.ts";

/** Stack settings reach a provider as strings, whatever their type. */
function numberSetting(schema: z.ZodNumber) {
  return z.preprocess((value) => (typeof value === "string" && value.trim() !== "" ? Number(value) : value), schema);
}

/** An HTTP header can carry these characters only. */
function tokenProblem(value: string): Problem | undefined {
  if (/^[!-~]*$/.test(value)) return undefined;
  return { reason: "must not contain white space or unusual characters; copy the token again" };
}

/** Paths are appended to it. */
function apiUrlProblem(value: string, example: string): Problem | undefined {
  const reason = "must not contain a query (?) or a fragment (#)";
  return urlProblem(value, example) ?? (/[?#]/.test(value) ? { reason } : undefined);
}

/** A token in the wrong setting is none. */
const HOST = /^([a-z0-9-]{1,63}\.)*[a-z0-9-]{1,63}(:\d+)?$/i;

/** The URL for a setting of Ona's API, which may be the host alone. Two ways to write one address give the same. */
export function onaUrl(value: string): string {
  const text = HOST.test(value) ? `https://${value}/api` : value;
  const url = URL.canParse(text) ? new URL(text).href : text;
  return url.replace(/\/+$/, "");
}

const text = (expectation: string) => z.string(`must be ${expectation}`);

/** Settings of the provider: stack config `gitpod:<name>`, else the environment variable. */
export const configSchema = z.object({
  host: text(`a host name such as ${CLASSIC.exampleHost}`)
    .overwrite(canonicalHost)
    .check(refuse(CLASSIC.hostProblem))
    .optional()
    .meta({
      description:
        "Host of the Gitpod Classic installation, without scheme and slash, such as `gitpod.example.com`. Required for everything of Gitpod Classic. Changing it replaces every integration that is on the former host.",
      env: "GITPOD_HOST",
    }),
  token: text("a personal access token").check(refuse(tokenProblem)).optional().meta({
    description:
      "Personal access token (`gitpod_pat_...`) of an owner of the Gitpod Classic organization, with access to all functions. `up`, `refresh`, `destroy` and `import` need it; a preview does not.",
    secret: true,
    env: "GITPOD_TOKEN",
  }),
  apiUrl: text("a URL")
    .check(refuse((value) => apiUrlProblem(value, `https://api.${CLASSIC.exampleHost}`)))
    .optional()
    .meta({
      description:
        "Base URL of Gitpod Classic's public API, to which the token is sent. Unset: `https://api.<host>`; `https://<host>/public-api` answers too. Plain http for loopback only.",
      env: "GITPOD_API_URL",
    }),
  onaToken: text("a personal access token")
    .check(refuse(tokenProblem))
    .optional()
    .meta({
      description:
        "Personal access token of an administrator of the Ona organization; it ends after 30, 60 or 90 days. `up`, `refresh`, `destroy` and `import` of everything of Ona need it; a preview does not.",
      secret: true,
      env: ["ONA_TOKEN", "ONA_API_KEY", "GITPOD_API_KEY"],
    }),
  onaApiUrl: text("a URL")
    .overwrite(onaUrl)
    .check(refuse((value) => apiUrlProblem(value, ONA_API_URL)))
    .optional()
    .meta({
      description: `Base URL of Ona's API, to which the token is sent; a host alone stands for \`https://<host>/api\`. Unset: \`${ONA_API_URL}\`. Plain http for loopback only.`,
      env: ["ONA_BASE_URL", "ONA_HOST"],
    }),
  requestTimeoutSeconds: numberSetting(
    z.number("must be a number").min(1, "must be at least 1").max(600, "must be at most 600"),
  )
    .default(30)
    .meta({
      description:
        "How long one request to the API may take, in seconds, from 1 to 600. A request that takes longer is retried where that is safe.",
    }),
  maxRetries: numberSetting(
    z
      .number("must be a whole number")
      .int("must be a whole number")
      .min(0, "must be at least 0")
      .max(20, "must be at most 20"),
  )
    .default(6)
    .meta({
      description:
        "How often a request that failed for a transient reason is retried, from 0 to 20. 0 turns retries off.",
    }),
});

export type Config = z.output<typeof configSchema>;

/** Base URL of the API of a Gitpod Classic installation. */
export function apiBaseUrl(config: Pick<Config, "host" | "apiUrl">): string {
  const host = classicHost(config);
  const fallback = isLoopback(host) ? `http://${host}/public-api` : `https://api.${host}`;
  return (config.apiUrl ?? fallback).replace(/\/+$/, "");
}

/**
 * Host of the Gitpod Classic installation.
 *
 * @throws ProviderError where there is none: only what needs it asks
 */
export function classicHost({ host }: Pick<Config, "host">): string {
  if (host !== undefined) return host;
  throw new ProviderError(
    "gitpod:host is not set, nor is the environment variable GITPOD_HOST, and Gitpod Classic needs it: " +
      `\`pulumi config set gitpod:host ${CLASSIC.exampleHost}\` with the host of your installation.`,
  );
}

/**
 * Whether a setting may come from the environment. A token there belongs to one installation: that of GITPOD_HOST, else
 * that of the stack's `gitpod:host`; for Ona that of ONA_BASE_URL or ONA_HOST, else of the stack's `gitpod:onaApiUrl`. No
 * provider for another installation gets it, not even one that is in the state.
 */
export function takesFromEnvironment(setting: string, settings: Properties, environment: Environment): boolean {
  const { host, onaApiUrl } = settings;
  if (setting === "onaToken") {
    const ofEnvironment = environment.ONA_BASE_URL || environment.ONA_HOST;
    const owner = ofEnvironment || stackSetting("onaApiUrl", environment) || ONA_API_URL;
    const target = onaApiUrl ?? (ofEnvironment || ONA_API_URL);
    return typeof target === "string" && hostOf(onaUrl(owner)) === hostOf(onaUrl(target));
  }
  if (setting !== "token" || typeof host !== "string") return true;
  const owner = environment.GITPOD_HOST || stackSetting("host", environment);
  return owner === undefined || canonicalHost(owner) === canonicalHost(host);
}

/** The present value of the stack's `gitpod:<name>`; the engine gives every plugin that it starts these settings. */
function stackSetting(name: string, { PULUMI_CONFIG }: Environment): string | undefined {
  try {
    const settings: unknown = JSON.parse(PULUMI_CONFIG ?? "{}");
    const value: unknown = typeof settings === "object" && settings !== null ? Reflect.get(settings, name) : undefined;
    return typeof value === "string" && value !== "" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Warns before a changed setting sends a token elsewhere. */
export function newAddressWarning(olds: Properties, news: Properties): string | undefined {
  const moved = [
    { token: "the Gitpod token", addressOf: classicAddress, settings: "gitpod:host or gitpod:apiUrl" },
    { token: "the Ona token", addressOf: onaAddress, settings: "gitpod:onaApiUrl" },
  ].flatMap(({ token, addressOf, settings }) => {
    const [before, after] = [addressOf(olds), addressOf(news)];
    if (before === after || before === undefined || after === undefined) return [];
    return `${token} will be sent to ${after} from now on, and no longer to ${before}: ${settings} has changed`;
  });
  return moved.length === 0 ? undefined : moved.join("; ");
}

function classicAddress({ host, apiUrl }: Properties): string | undefined {
  if (typeof host !== "string" || (apiUrl !== undefined && typeof apiUrl !== "string")) return undefined;
  return apiBaseUrl({ host: canonicalHost(host), apiUrl });
}

/** Unknown where no token is kept for Ona: a stack for Gitpod Classic alone has moved nothing. */
function onaAddress({ onaApiUrl, onaToken }: Properties): string | undefined {
  if (onaToken === undefined && onaApiUrl === undefined) return undefined;
  if (onaApiUrl === undefined) return ONA_API_URL;
  return typeof onaApiUrl === "string" ? onaUrl(onaApiUrl) : undefined;
}
