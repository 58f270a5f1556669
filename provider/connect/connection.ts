import type { DescService } from "@bufbuild/protobuf";
import { type Client, Code, ConnectError, createClient, type Interceptor } from "@connectrpc/connect";
import { codeToString, createTransport } from "@connectrpc/connect/protocol-connect";
import { createNodeHttpClient } from "@connectrpc/connect-node";
import { ApiError, type ErrorCode } from "./errors.ts";

const LARGEST_ANSWER = 4 * 1024 * 1024;
/** Nothing left this machine, so the API cannot have acted. */
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);
const TLS_FAILURE = /^(CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/;

/** What came back over HTTP, also when it cannot be read as an answer. */
export interface Answer {
  status?: number;
  headers?: Headers;
}

/** A client for one call, and where that call's answer is noted. Connections are kept alive and shared by all. */
export function openCall<Service extends DescService>(
  service: Service,
  baseUrl: string,
  token: string,
): { client: Client<Service>; answer: Answer } {
  const answer: Answer = {};
  const authorize: Interceptor = (next) => (request) => {
    request.header.set("Authorization", `Bearer ${token}`);
    return next(request);
  };
  const transport = createTransport({
    baseUrl,
    useBinaryFormat: false,
    interceptors: [authorize],
    acceptCompression: [],
    sendCompression: null,
    compressMinBytes: LARGEST_ANSWER,
    readMaxBytes: LARGEST_ANSWER,
    writeMaxBytes: LARGEST_ANSWER,
    httpClient: async (request) => {
      const response = await http(request);
      answer.status = response.status;
      answer.headers = response.header;
      return response;
    },
  });
  return { client: createClient(service, transport), answer };
}

const http = createNodeHttpClient({ httpVersion: "1.1" });

/** Says what a failed call means for the one that made it. */
export function toApiError(error: unknown, answer: Answer): ApiError {
  if (error instanceof ApiError) return error;
  const failure = ConnectError.from(error);
  const requestId = answer.headers?.get("x-request-id") ?? undefined;
  const details = { requestId, retryAfter: retryAfter(answer.headers) };
  const options = { cause: error };
  if (answer.status === undefined) return networkError(failure, options);
  if (answer.status === 200) {
    const message = `the API's answer cannot be read: ${failure.rawMessage}`;
    return new ApiError(message, { ...details, code: "internal", handled: "maybe", transient: true }, options);
  }
  const code = answer.status === 429 ? "resource_exhausted" : (codeToString(failure.code) as ErrorCode);
  const transient = answer.status === 429 || answer.status >= 500 ? failure.code !== Code.Unimplemented : false;
  const handled = answer.status >= 500 ? "maybe" : "no";
  return new ApiError(failure.rawMessage, { ...details, code, handled, transient }, options);
}

function networkError(failure: ConnectError, options: ErrorOptions): ApiError {
  const code = codeToString(failure.code) as ErrorCode;
  const reason = nodeCode(failure);
  const details = { code, requestId: undefined, retryAfter: undefined };
  if (TLS_FAILURE.test(reason)) {
    const message = `no trusted TLS connection: ${failure.rawMessage} (${reason})`;
    return new ApiError(message, { ...details, code: "unavailable", handled: "no", transient: false }, options);
  }
  if (NEVER_SENT.has(reason)) {
    const message = `the API cannot be reached: ${failure.rawMessage || reason}`;
    return new ApiError(message, { ...details, code: "unavailable", handled: "no", transient: true }, options);
  }
  const message =
    failure.code === Code.DeadlineExceeded
      ? "the API did not answer in time"
      : `the connection broke: ${failure.rawMessage}`;
  return new ApiError(message, { ...details, handled: "maybe", transient: failure.code !== Code.Canceled }, options);
}

/** Node's name for a failure, such as ECONNRESET, wherever in the chain of causes it stands. */
function nodeCode(error: unknown): string {
  let cause = error as { code?: unknown; cause?: unknown; errors?: unknown } | undefined;
  for (let depth = 0; typeof cause === "object" && cause !== null && depth < 8; depth++) {
    if (typeof cause.code === "string") return cause.code;
    cause = (Array.isArray(cause.errors) ? cause.errors[0] : cause.cause) as typeof cause;
  }
  return "";
}

/** Milliseconds that a Retry-After header asks for: seconds, with a fraction or not, or a date (RFC 9110, 10.2.3). */
export function retryAfter(headers: Headers | undefined, now: number = Date.now()): number | undefined {
  const value = headers?.get("retry-after")?.trim();
  if (value === undefined || value === "") return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  // V8 takes a lot for a date, "-5" and "1,5" too; those of HTTP begin with the day's name.
  const date = /^[A-Za-z]{3}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** An answer that lacks what was asked for. */
export function emptyAnswer(wanted: string, answer: Answer): ApiError {
  return new ApiError(`the API's answer holds no ${wanted}`, {
    code: "internal",
    requestId: answer.headers?.get("x-request-id") ?? undefined,
    handled: "maybe",
    transient: false,
    retryAfter: undefined,
  });
}
