import type { Problem } from "./problem.ts";

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;
const HOST = /^(?=.{1,253}(:|$))[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?$/;
/** A text that does not end like this may be a token in the wrong place, which no message may repeat. */
const TOP_LEVEL = /\.([a-z]{2,24}|\d{1,3})(:\d+)?$/;

/** Whether a host, with or without a port, is this machine itself. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host.toLowerCase());
}

/** The host in lower case, without the default port of https. */
export function canonicalHost(host: string): string {
  return host.toLowerCase().replace(/:443$/, "");
}

/** The host that a URL leads to; undefined when the value is not a URL. */
export function hostOf(url: unknown): string | undefined {
  return typeof url === "string" && URL.canParse(url) ? canonicalHost(new URL(url).host) : undefined;
}

/**
 * What is wrong with a host name; undefined when nothing is.
 *
 * @param example a right host name, offered where the value suggests none
 */
export function hostProblem(value: string, example: string): Problem | undefined {
  const likeExample = { suggestion: example, basis: "example" } as const;
  if (value.trim() === "") return { reason: "is empty", ...likeExample };
  const bare = value
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .replace(/[/?#].*$/, "")
    .toLowerCase();
  const suggestion = isHost(bare) && (TOP_LEVEL.test(bare) || isLoopback(bare)) ? bare : undefined;
  if (value.includes("://")) return { reason: "must be a host name without a scheme", suggestion };
  if (/[/?#]/.test(value)) return { reason: "must be a host name without a slash or path", suggestion };
  if (isHost(value.toLowerCase())) return undefined;
  return { reason: "is not a host name", ...(suggestion === undefined ? likeExample : { suggestion }) };
}

/** Some texts of the right letters make no URL, such as 256.1.1.1 or port 99999. */
function isHost(host: string): boolean {
  return (HOST.test(host) || LOOPBACK.test(host)) && !/\s/.test(host) && URL.canParse(`https://${host}`);
}

/**
 * What is wrong with the URL of a service that will be trusted with credentials; undefined when nothing is.
 *
 * @param example a right URL, offered where the value is not one
 */
export function urlProblem(value: string, example: string): Problem | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return { reason: "is not a URL", suggestion: example, basis: "example" };
  }
  if (/\s/.test(value)) return { reason: "must not contain white space" };
  if (url.username !== "" || url.password !== "") return { reason: "must not contain a user name or password" };
  if (url.protocol === "http:" && !isLoopback(url.host)) {
    return { reason: "must start with https:// (plain http is for loopback addresses only)" };
  }
  return undefined;
}
