import { canonicalHost, hostProblem, isLoopback } from "../provider-kit/hosts.ts";
import type { Problem } from "../provider-kit/problem.ts";

/** Stands for the host of a Gitpod installation in messages. */
export const EXAMPLE_HOST = "gitpod.example.com";

/** Gitpod's own clouds, where an organization has no Azure DevOps. */
const GITPOD_CLOUD = /(^|\.)(gitpod\.io|ona\.com)$/;

/** What is wrong with the host of a Gitpod installation; undefined when nothing is. */
export function gitpodHostProblem(value: string): Problem | undefined {
  const host = value.trim().toLowerCase().replace(/:\d+$/, "");
  if (!GITPOD_CLOUD.test(host)) return hostProblem(value, EXAMPLE_HOST);
  const reason =
    "is Gitpod's own cloud, which has no Azure DevOps for organizations: it must be the host of your own installation";
  return { reason, suggestion: EXAMPLE_HOST, basis: "example" };
}

/** Origin of a Gitpod installation. Only the sandbox, on loopback, uses plain http. */
export function gitpodOrigin(host: string): string {
  return `${isLoopback(host) ? "http" : "https"}://${canonicalHost(host)}`;
}

/**
 * Redirect URI of every integration of the installation; known before any integration exists.
 * "New Integration" in Gitpod's Organization Settings > Git Providers shows the same one.
 */
export function redirectUri(host: string): string {
  return `${gitpodOrigin(host)}/auth/callback`;
}

/**
 * Link by which an organization owner approves the connection to Azure, which activates the integration.
 * Gitpod sends the browser to the authorization endpoint with these scopes.
 */
export function activationUrl(gitpodHost: string, providerHost: string, scopes: readonly string[]): string {
  const url = new URL("/api/authorize", gitpodOrigin(gitpodHost));
  url.searchParams.set("returnTo", `${gitpodOrigin(gitpodHost)}/complete-auth?message=success`);
  url.searchParams.set("host", providerHost);
  url.searchParams.set("scopes", scopes.join(","));
  return url.href;
}
