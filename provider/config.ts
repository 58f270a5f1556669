import { z } from "zod";
import { canonicalHost, gitpodHostProblem, isLoopback, urlProblem } from "../platforms/origin.ts";
import type { Environment } from "../provider-kit/resource.ts";
import type { Properties } from "../provider-kit/values.ts";

/** Adds what a function says against a text, in its words. */
export function described(problem: (value: string) => string | undefined) {
  return (payload: z.core.ParsePayload<string>): void => {
    const message = problem(payload.value);
    if (message !== undefined) payload.issues.push({ code: "custom", input: payload.value, message });
  };
}

/** Stack settings reach a provider as strings, whatever their type. */
function numberSetting(schema: z.ZodNumber) {
  return z.preprocess((value) => (typeof value === "string" && value.trim() !== "" ? Number(value) : value), schema);
}

/** What an HTTP header can carry. */
const TOKEN = /^[!-~]*$/;

/** Paths are appended to it. */
function apiUrlProblem(value: string): string | undefined {
  return urlProblem(value) ?? (/[?#]/.test(value) ? "must not hold a query (?) or a fragment (#)" : undefined);
}

const text = (expectation: string) => z.string(`must be ${expectation}`);

/** Settings of the provider: stack config `gitpod:<name>`, else the environment variable. */
export const configSchema = z.object({
  host: text("a host name such as gitpod.example.com")
    .overwrite(canonicalHost)
    .check(described(gitpodHostProblem))
    .meta({
      description:
        "Host name of the Gitpod installation, without scheme, such as `gitpod.example.com`. Changing it replaces every integration that lives on the former one.",
      env: "GITPOD_HOST",
    }),
  token: text("a personal access token")
    .check(
      described((value) =>
        TOKEN.test(value) ? undefined : "must not hold white space or unusual characters; copy the token again",
      ),
    )
    .optional()
    .meta({
      description:
        "Personal access token of an organization owner, with access to all functions (`gitpod_pat_...`). Only needed to call the API, not for a preview.",
      secret: true,
      env: "GITPOD_TOKEN",
    }),
  apiUrl: text("a URL").check(described(apiUrlProblem)).optional().meta({
    description:
      "Base URL of the Gitpod API; the token is sent there. Default: `https://api.<host>`. Plain http only for loopback.",
    env: "GITPOD_API_URL",
  }),
  requestTimeoutSeconds: numberSetting(
    z.number("must be a number").min(1, "must be at least 1").max(600, "must be at most 600"),
  )
    .default(30)
    .meta({
      description:
        "Seconds one request to the API may take before it is given up and, where that is safe, tried again.",
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
      description: "How often a request that failed for a transient reason is tried again. 0 turns retries off.",
    }),
});

export type Config = z.output<typeof configSchema>;

/** Where the API of the installation answers. */
export function apiBaseUrl(config: Pick<Config, "host" | "apiUrl">): string {
  const fallback = isLoopback(config.host) ? `http://${config.host}/public-api` : `https://api.${config.host}`;
  return (config.apiUrl ?? fallback).replace(/\/+$/, "");
}

/**
 * Whether a setting may come from the environment. A token there belongs to one installation: that of GITPOD_HOST, else
 * that of the stack's `gitpod:host`. No provider for another installation gets it, nor one that an earlier run has left.
 */
export function takesFromEnvironment(setting: string, { host }: Properties, environment: Environment): boolean {
  if (setting !== "token" || typeof host !== "string") return true;
  const meant = environment.GITPOD_HOST || stackSetting("host", environment);
  return meant === undefined || canonicalHost(meant) === canonicalHost(host);
}

/** A setting `gitpod:<name>` of the stack as it is now; the engine hands them to each plugin that it starts. */
function stackSetting(name: string, { PULUMI_CONFIG }: Environment): string | undefined {
  try {
    const settings: unknown = JSON.parse(PULUMI_CONFIG ?? "{}");
    const value: unknown = typeof settings === "object" && settings !== null ? Reflect.get(settings, name) : undefined;
    return typeof value === "string" && value !== "" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A changed setting must not send the token elsewhere unnoticed. */
export function newAddressWarning(olds: Properties, news: Properties): string | undefined {
  const [before, after] = [addressOf(olds), addressOf(news)];
  if (before === after || before === undefined || after === undefined) return undefined;
  return `the Gitpod token will be sent to ${after} from now on, and no longer to ${before}: gitpod:host or gitpod:apiUrl has changed`;
}

function addressOf({ host, apiUrl }: Properties): string | undefined {
  if (typeof host !== "string" || (apiUrl !== undefined && typeof apiUrl !== "string")) return undefined;
  return apiBaseUrl({ host: canonicalHost(host), apiUrl });
}
