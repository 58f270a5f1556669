import { urlProblem } from "../../provider-kit/hosts.ts";
import { nearest } from "../../provider-kit/nearest.ts";
import type { Problem } from "../../provider-kit/problem.ts";
import { PUBLIC_AUTHORITY_HOST } from "./endpoints.ts";
import { PERMISSION_NAMES } from "./permissions.ts";

/** What is wrong with a permission that does not exist. */
export const NO_PERMISSION = "is not a known permission";

export function permissionProblem(value: string): Problem | undefined {
  const names: readonly string[] = PERMISSION_NAMES;
  if (names.includes(value)) return undefined;
  return { reason: NO_PERMISSION, suggestion: nearest(value, names), basis: "guess" };
}

export function authorityHostProblem(value: string): Problem | undefined {
  const problem = urlProblem(value, PUBLIC_AUTHORITY_HOST);
  if (problem !== undefined) return problem;
  const { origin } = new URL(value);
  return origin === value ? undefined : { reason: "must be scheme and host alone", suggestion: origin };
}

/** https://learn.microsoft.com/entra/identity-platform/reply-url */
export function redirectUriProblem(value: string, example: string): Problem | undefined {
  if (/\s/.test(value)) return { reason: "must not contain spaces" };
  const problem = urlProblem(value, example);
  if (problem !== undefined) return problem;
  if (value.length > 256) return { reason: "must have at most 256 characters" };
  if (value.includes("*")) return { reason: "must not contain a wildcard (*)" };
  if (value.includes("#")) return { reason: "must not contain a fragment (#)" };
  if (/^https?:\/\/[^/]+$/.test(value)) return { reason: "must end with a slash, as it has no path" };
  return undefined;
}
