export interface Api {
  get(path: string): Promise<unknown>;
  /** All pages of a list. */
  getAll(path: string): Promise<readonly unknown[]>;
  send(method: "POST" | "PUT" | "PATCH", path: string, body: object): Promise<unknown>;
}

/** A failed request. The message has the request and the cause, but no credentials. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** How long to wait before a retry; undefined if retrying does not help. */
  readonly retryInMs: number | undefined;

  constructor(message: string, retryInMs: number | undefined) {
    super(message);
    this.retryInMs = retryInMs;
  }
}

/** How to fix an error with this status. Added to the error's message. */
export type Hint = (status: number) => string | undefined;

const PAGE_SIZE = 100;
const TIMEOUT_MS = 30_000;
const MAX_WAIT_MS = 60_000;
const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

export function apiAt(base: string, headers: Readonly<Record<string, string>>, hint: Hint): Api {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const request = `${method} ${new URL(`${base}${path}`).pathname}`;
    const init: RequestInit = {
      method,
      headers: { accept: "application/json", "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    };
    const { response, text } = await fetchText(`${base}${path}`, init, request);
    if (!response.ok) throw toApiError(request, response, text, hint);
    return text === "" ? undefined : parse(request, text);
  };
  return {
    get: (path) => call("GET", path),
    getAll: async (path) => {
      const all: unknown[] = [];
      for (let page = 1; ; page += 1) {
        const items = asList(await call("GET", `${path}?per_page=${PAGE_SIZE}&page=${page}`));
        all.push(...items);
        if (items.length < PAGE_SIZE) return all;
      }
    },
    send: call,
  };
}

async function fetchText(
  url: string,
  init: RequestInit,
  request: string,
): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(url, init);
    return { response, text: await response.text() };
  } catch (error) {
    throw new ApiError(`${request} at ${new URL(url).host} failed: ${networkCause(error)}`, 0);
  }
}

/** The cause of a failed fetch, whose own message is only "fetch failed". */
function networkCause(error: unknown): string {
  if (at(error, "name") === "TimeoutError") return `no answer within ${TIMEOUT_MS / 1000} s`;
  const cause = at(error, "cause") ?? error;
  const [first = cause] = asList(at(cause, "errors"));
  const [code, message] = [at(first, "code"), at(first, "message")];
  return [message, code].filter((part) => typeof part === "string" && part !== "").join(", ") || String(error);
}

function toApiError(request: string, response: Response, text: string, hint: Hint): ApiError {
  const { status, headers } = response;
  if (status >= 300 && status < 400) {
    const to = URL.parse(headers.get("location") ?? "", response.url)?.origin ?? "nowhere";
    const message = `${request} was answered ${status}, a redirect to ${to}, which is not followed: check the token`;
    return new ApiError(message, undefined);
  }
  const message = messageIn(text);
  const limited = headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0";
  const transient = TRANSIENT_STATUSES.has(status) || (status === 403 && limited);
  const fix = transient ? undefined : hint(status);
  const summary = `${request} was answered ${status}${message === "" ? "" : `: ${message}`}`;
  return new ApiError(fix === undefined ? summary : `${summary}\n${fix}`, transient ? waitOf(headers) : undefined);
}

/** The message in an error response: JSON from the systems, HTML from proxies. */
function messageIn(text: string): string {
  const [body] = tryParse(text);
  const found = [at(body, "message"), at(body, "error_description"), at(body, "error")].find(
    (value) => typeof value === "string",
  );
  const page = text.replace(/<(style|script)\b.*?<\/\1>|<[^>]*>/gs, " ");
  return String(found ?? page)
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 300);
}

/** How long to wait: Retry-After in seconds or as a date, or until GitHub's rate limit resets. */
function waitOf(headers: Headers): number {
  const [after, reset] = [headers.get("retry-after"), headers.get("x-ratelimit-reset")];
  const seconds = Number(after ?? Number.NaN);
  const until = after === null ? Number(reset ?? Number.NaN) * 1000 : Date.parse(after);
  const wait = Number.isNaN(seconds) ? until - Date.now() : seconds * 1000;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), MAX_WAIT_MS) : 0;
}

/** Parses JSON. Azure DevOps answers a rejected token with HTML. */
function parse(request: string, text: string): unknown {
  const [value] = tryParse(text);
  if (value !== undefined) return value;
  throw new ApiError(`${request} was not answered with JSON: check the token`, undefined);
}

function tryParse(text: string): [unknown?] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

/** The value if it is a list, else an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value at a path of properties, or undefined. */
export function at(value: unknown, ...path: string[]): unknown {
  return path.reduce(
    (found, name) => (typeof found === "object" && found !== null ? Reflect.get(found, name) : undefined),
    value,
  );
}
