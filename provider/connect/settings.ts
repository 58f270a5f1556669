import { z } from "zod";
import { urlProblem } from "../../provider-kit/hosts.ts";
import { type Problem, refuse } from "../../provider-kit/problem.ts";
import type { Environment } from "../../provider-kit/resource.ts";
import type { Properties } from "../../provider-kit/values.ts";

/** The provider's settings of one platform, and where they send its token. */
export interface PlatformSettings {
  /** The settings, in the order of the package schema. */
  readonly schema: z.ZodObject;
  /** Name of the setting with the token. */
  readonly token: string;
  /** The token in a sentence. */
  readonly tokenWords: string;
  /** Whether the token may come from the environment. One there belongs to one installation, and no other gets it. */
  takesTokenFromEnvironment(settings: Properties, environment: Environment): boolean;
  /** Base URL of the API to which the token is sent; undefined where that is not known. */
  address(settings: Properties): string | undefined;
  /** The settings that decide on it, in a sentence. */
  readonly addressWords: string;
}

export const text = (expectation: string) => z.string(`must be ${expectation}`);

/** Stack settings reach a provider as strings, whatever their type. */
function numberSetting(schema: z.ZodNumber) {
  return z.preprocess((value) => (typeof value === "string" && value.trim() !== "" ? Number(value) : value), schema);
}

export const tokenSetting = text("a personal access token").check(refuse(tokenProblem)).optional();

/** An HTTP header can carry these characters only. */
function tokenProblem(value: string): Problem | undefined {
  if (/^[!-~]*$/.test(value)) return undefined;
  return { reason: "must not contain white space or unusual characters; copy the token again" };
}

/** What is wrong with the URL of an API. Paths are appended to it. */
export function apiUrlProblem(value: string, example: string): Problem | undefined {
  const reason = "must not contain a query (?) or a fragment (#)";
  return urlProblem(value, example) ?? (/[?#]/.test(value) ? { reason } : undefined);
}

/** Settings of the calls to every platform. */
export const callSettings = z.object({
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

export type CallSettings = z.output<typeof callSettings>;

/** The value of the first of these variables that is set. */
export function firstSet(variables: readonly string[], environment: Environment): string | undefined {
  return variables.map((variable) => environment[variable]).find((value) => value);
}

/** The present value of the stack's `gitpod:<name>`; the engine gives every plugin that it starts these settings. */
export function stackSetting(name: string, { PULUMI_CONFIG }: Environment): string | undefined {
  try {
    const settings: unknown = JSON.parse(PULUMI_CONFIG ?? "{}");
    const value: unknown = typeof settings === "object" && settings !== null ? Reflect.get(settings, name) : undefined;
    return typeof value === "string" && value !== "" ? value : undefined;
  } catch {
    return undefined;
  }
}
