import { html } from "../pages/html.ts";
import { page } from "./html.ts";

const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether the request names this machine. Another site's name can lead to loopback, and its pages could then read ours. */
export function isForLoopback(request: Request): boolean {
  return LOOPBACK.has(new URL(request.url).hostname);
}

/** The answer to a form that another site's page has sent; undefined for one of our own pages. */
export function refuseForeignForm(request: Request): Response | undefined {
  const { origin } = new URL(request.url);
  if (isForLoopback(request) && request.headers.get("origin") === origin) return undefined;
  return page("Refused", html`<p role="alert">Only the sandbox's own pages may send this.</p>`, 403);
}
