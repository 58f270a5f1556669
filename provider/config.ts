import { z } from "zod";
import { CLASSIC } from "../platforms/classic.ts";
import { canonicalHost, isLoopback, urlProblem } from "../provider-kit/hosts.ts";
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
function apiUrlProblem(value: string): Problem | undefined {
  const reason = "must not contain a query (?) or a fragment (#)";
  return urlProblem(value, `https://api.${CLASSIC.exampleHost}`) ?? (/[?#]/.test(value) ? { reason } : undefined);
}

const text = (expectation: string) => z.string(`must be ${expectation}`);

/** Settings of the provider: stack config `gitpod:<name>`, else the environment variable. */
export const configSchema = z.object({
  host: text(`a host name such as ${CLASSIC.exampleHost}`)
    .overwrite(canonicalHost)
    .check(refuse(CLASSIC.hostProblem))
    .meta({
      description:
        "Host of the Gitpod installation, without scheme and slash, such as `gitpod.example.com`. Required. Changing it replaces every integration that is on the former host.",
      env: "GITPOD_HOST",
    }),
  token: text("a personal access token").check(refuse(tokenProblem)).optional().meta({
    description:
      "Personal access token (`gitpod_pat_...`) of an organization owner, with access to all functions. `up`, `refresh`, `destroy` and `import` need it; a preview does not.",
    secret: true,
    env: "GITPOD_TOKEN",
  }),
  apiUrl: text("a URL").check(refuse(apiUrlProblem)).optional().meta({
    description:
      "Base URL of Gitpod's public API, to which the token is sent. Unset: `https://api.<host>`; `https://<host>/public-api` answers too. Plain http for loopback only.",
    env: "GITPOD_API_URL",
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

/** Base URL of the installation's API. */
export function apiBaseUrl(config: Pick<Config, "host" | "apiUrl">): string {
  const fallback = isLoopback(config.host) ? `http://${config.host}/public-api` : `https://api.${config.host}`;
  return (config.apiUrl ?? fallback).replace(/\/+$/, "");
}

/**
 * Whether a setting may come from the environment. A token there belongs to one installation: that of GITPOD_HOST, else
 * that of the stack's `gitpod:host`. No provider for another installation gets it, not even one that is in the state.
 */
export function takesFromEnvironment(setting: string, { host }: Properties, environment: Environment): boolean {
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

/** Warns before a changed setting sends the token elsewhere. */
export function newAddressWarning(olds: Properties, news: Properties): string | undefined {
  const [before, after] = [addressOf(olds), addressOf(news)];
  if (before === after || before === undefined || after === undefined) return undefined;
  return `the Gitpod token will be sent to ${after} from now on, and no longer to ${before}: gitpod:host or gitpod:apiUrl has changed`;
}

function addressOf({ host, apiUrl }: Properties): string | undefined {
  if (typeof host !== "string" || (apiUrl !== undefined && typeof apiUrl !== "string")) return undefined;
  return apiBaseUrl({ host: canonicalHost(host), apiUrl });
}
