const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;
const HOST = /^(?=.{1,253}(:|$))[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?$/;
/** Without one at its end a text may be a token in the wrong place, which no message may repeat. */
const TOP_LEVEL = /\.([a-z]{2,24}|\d{1,3})(:\d+)?$/;
/** Gitpod's own clouds, where an organization has no Azure DevOps. */
const GITPOD_CLOUD = /(^|\.)(gitpod\.io|ona\.com)$/;

/** Whether a host, with or without a port, is this machine itself. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host.toLowerCase());
}

/** The one way to write a host: small letters, without the port that https has anyway. */
export function canonicalHost(host: string): string {
  return host.toLowerCase().replace(/:443$/, "");
}

/** The host that a URL of an installation leads to; undefined for what is no URL. */
export function hostOf(url: unknown): string | undefined {
  return typeof url === "string" && URL.canParse(url) ? canonicalHost(new URL(url).host) : undefined;
}

/** What is wrong with a host name and how to write it; undefined when nothing is. */
export function hostProblem(value: string): string | undefined {
  if (value.trim() === "") return "is empty; give a host name such as gitpod.example.com";
  const bare = value
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .replace(/[/?#].*$/, "")
    .toLowerCase();
  const hint = isHost(bare) && (TOP_LEVEL.test(bare) || isLoopback(bare)) ? `; write ${bare}` : "";
  if (value.includes("://")) return `must be a host name without a scheme${hint}`;
  if (/[/?#]/.test(value)) return `must be a host name without a slash or path${hint}`;
  if (!isHost(value.toLowerCase())) {
    return `is not a host name${hint || "; write it like gitpod.example.com"}`;
  }
  return undefined;
}

/** What is wrong with the host of a Gitpod installation, and how to write it; undefined when nothing is. */
export function gitpodHostProblem(value: string): string | undefined {
  const host = value.trim().toLowerCase().replace(/:\d+$/, "");
  if (!GITPOD_CLOUD.test(host)) return hostProblem(value);
  return "is Gitpod's own cloud, which has no Azure DevOps for organizations; write the host of your installation, like gitpod.example.com";
}

/** Some texts of the right letters make no URL, such as 256.1.1.1 or port 99999. */
function isHost(host: string): boolean {
  return (HOST.test(host) || LOOPBACK.test(host)) && !/\s/.test(host) && URL.canParse(`https://${host}`);
}

/** What is wrong with the URL of a service that will be trusted with credentials; undefined when nothing is. */
export function urlProblem(value: string): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return "is not a URL; write it like https://gitpod.example.com";
  }
  if (/\s/.test(value)) return "must not hold white space";
  if (url.username !== "" || url.password !== "") return "must not hold a user name or password";
  if (url.protocol === "http:" && !isLoopback(url.host)) {
    return "must start with https:// (plain http is for this machine's own loopback only)";
  }
  return undefined;
}

/** Origin of a Gitpod installation. Only the loopback sandbox speaks plain http. */
export function gitpodOrigin(host: string): string {
  return `${isLoopback(host) ? "http" : "https"}://${canonicalHost(host)}`;
}

/**
 * Redirect URI that every integration of the installation uses; known before any integration exists.
 * The same that "New Integration" shows in Gitpod's Organization Settings > Git Providers.
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
