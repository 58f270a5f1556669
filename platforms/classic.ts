import { canonicalHost, hostProblem as genericHostProblem, isLoopback } from "../provider-kit/hosts.ts";
import type { Problem } from "../provider-kit/problem.ts";
import type { Platform } from "./platform.ts";

interface Installations extends Platform {
  /** Scopes that Gitpod asks Entra for. */
  readonly scopes: readonly string[];
  /** Stands for the host of an installation in messages. */
  readonly exampleHost: string;
  /** What is wrong with the host of an installation; undefined when nothing is. */
  hostProblem(host: string): Problem | undefined;
  /** Redirect URI of every integration of an installation; known before any exists. */
  redirectUri(host: string): string;
}

/** Gitpod Classic, on Enterprise and dedicated installations. */
export const CLASSIC = {
  name: "classic",
  displayName: "Gitpod Classic",
  integrationType: "gitpod:index:AuthProvider",
  placeId: "organizationId",
  placeName: "organizationName",
  placeWords: "in organization",
  link: "activationUrl",
  defaultPermissions: ["vso.code_write", "vso.profile", "User.Read"],
  requiredPermissions: ["vso.code_write", "vso.profile"],
  idTokens: false,
  credentials: ["authorizationUrl", "tokenUrl", "clientId", "clientSecret"],
  tokenPage: "Gitpod under User Settings > Access Tokens",
  token: { name: "token", variables: ["GITPOD_TOKEN"] },
  address: { name: "host", variables: ["GITPOD_HOST"] },
  // https://www.gitpod.io/docs/configure/authentication/azure-devops
  scopes: [
    "https://app.vssps.visualstudio.com/vso.code_write",
    "https://app.vssps.visualstudio.com/vso.profile",
    "offline_access",
  ],
  exampleHost: "gitpod.example.com",
  hostProblem,
  redirectUri,
} as const satisfies Installations;

/** Gitpod's own clouds, where an organization has no Azure DevOps. */
const GITPOD_CLOUD = /(^|\.)(gitpod\.io|ona\.com)$/;

function hostProblem(value: string): Problem | undefined {
  const host = value.trim().toLowerCase().replace(/:\d+$/, "");
  if (!GITPOD_CLOUD.test(host)) return genericHostProblem(value, CLASSIC.exampleHost);
  const reason =
    "is Gitpod's own cloud, which has no Azure DevOps for organizations: it must be the host of your own installation";
  return { reason, suggestion: CLASSIC.exampleHost, basis: "example" };
}

/** Origin of a Gitpod installation. Only the sandbox, on loopback, uses plain http. */
export function gitpodOrigin(host: string): string {
  return `${isLoopback(host) ? "http" : "https"}://${canonicalHost(host)}`;
}

/** "New Integration" in Gitpod's Organization Settings > Git Providers shows the same one. */
function redirectUri(host: string): string {
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
