/** Calls one API. */
export interface Api {
  get(path: string): Promise<unknown>;
  /** Every page of a list whose pages hold 100. */
  getAll(path: string): Promise<readonly unknown[]>;
  send(method: "POST" | "PUT" | "PATCH", path: string, body: object): Promise<unknown>;
}

/** An API did not do what it was asked. The message names the request and the cause, never the credentials. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** How long to wait before it is worth another try; undefined when no second try helps. */
  readonly retryInMs: number | undefined;

  constructor(message: string, retryInMs: number | undefined) {
    super(message);
    this.retryInMs = retryInMs;
  }
}

/** What to do about an answer with this status; it ends the error's message. */
export type Hint = (status: number) => string | undefined;

const PAGE = 100;
const TIMEOUT_MS = 30_000;
const LONGEST_WAIT_MS = 60_000;
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
    const { response, text } = await fetched(`${base}${path}`, init, request);
    if (!response.ok) throw refusal(request, response, text, hint);
    return text === "" ? undefined : parsed(request, text);
  };
  return {
    get: (path) => call("GET", path),
    getAll: async (path) => {
      const all: unknown[] = [];
      for (let page = 1; ; page += 1) {
        const items = asList(await call("GET", `${path}?per_page=${PAGE}&page=${page}`));
        all.push(...items);
        if (items.length < PAGE) return all;
      }
    },
    send: call,
  };
}

async function fetched(url: string, init: RequestInit, request: string): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(url, init);
    return { response, text: await response.text() };
  } catch (error) {
    throw new ApiError(`${request} at ${new URL(url).host} failed: ${networkCause(error)}`, 0);
  }
}

/** fetch itself says no more than "fetch failed". */
function networkCause(error: unknown): string {
  if (at(error, "name") === "TimeoutError") return `no answer within ${TIMEOUT_MS / 1000} s`;
  const cause = at(error, "cause") ?? error;
  const [first = cause] = asList(at(cause, "errors"));
  const [code, message] = [at(first, "code"), at(first, "message")];
  return [message, code].filter((part) => typeof part === "string" && part !== "").join(", ") || String(error);
}

function refusal(request: string, response: Response, text: string, hint: Hint): ApiError {
  const { status, headers } = response;
  if (status >= 300 && status < 400) {
    const to = URL.parse(headers.get("location") ?? "", response.url)?.origin ?? "nowhere";
    const message = `${request} was answered ${status}, a redirect to ${to}, which is not followed: is the token accepted?`;
    return new ApiError(message, undefined);
  }
  const message = messageIn(text);
  const limited = headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0";
  const transient = TRANSIENT_STATUSES.has(status) || (status === 403 && limited);
  const more = transient ? undefined : hint(status);
  const said = `${request} was answered ${status}${message === "" ? "" : `: ${message}`}`;
  return new ApiError(more === undefined ? said : `${said}\n${more}`, transient ? waitOf(headers) : undefined);
}

/** What an error's body says to people; the systems put it into JSON, proxies into a page. */
function messageIn(text: string): string {
  const [body] = parsedOrNothing(text);
  const found = [at(body, "message"), at(body, "error_description"), at(body, "error")].find(
    (value) => typeof value === "string",
  );
  const page = text.replace(/<(style|script)\b.*?<\/\1>|<[^>]*>/gs, " ");
  return String(found ?? page)
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 300);
}

/** In seconds or as a date (Retry-After); or when GitHub's limit begins anew. */
function waitOf(headers: Headers): number {
  const [after, reset] = [headers.get("retry-after"), headers.get("x-ratelimit-reset")];
  const seconds = Number(after ?? Number.NaN);
  const until = after === null ? Number(reset ?? Number.NaN) * 1000 : Date.parse(after);
  const wait = Number.isNaN(seconds) ? until - Date.now() : seconds * 1000;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_WAIT_MS) : 0;
}

/** Azure DevOps answers a refused sign-in with a page. */
function parsed(request: string, text: string): unknown {
  const [value] = parsedOrNothing(text);
  if (value !== undefined) return value;
  throw new ApiError(`${request} was not answered with JSON: is the token accepted?`, undefined);
}

function parsedOrNothing(text: string): [unknown?] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

/** A list, whatever else came. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What stands at a path of properties, if anything. */
export function at(value: unknown, ...path: string[]): unknown {
  return path.reduce(
    (found, name) => (typeof found === "object" && found !== null ? Reflect.get(found, name) : undefined),
    value,
  );
}
