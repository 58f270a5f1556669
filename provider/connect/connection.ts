import type { DescService } from "@bufbuild/protobuf";
import { type Client, Code, ConnectError, createClient, type Interceptor } from "@connectrpc/connect";
import { codeToString, createTransport } from "@connectrpc/connect/protocol-connect";
import { createNodeHttpClient } from "@connectrpc/connect-node";
import { ApiError, type Reason } from "./errors.ts";
import { RetryInfoSchema } from "./gen/google/rpc/error_details_pb.js";

const LARGEST_ANSWER = 4 * 1024 * 1024;
/** With these codes, nothing left this machine. */
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);
const TLS_FAILURE = /^(CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/;

/** The HTTP response, even if it cannot be read as an answer. */
export interface Answer {
  status?: number;
  headers?: Headers;
}

/** A client for one call, and the response of that call. All calls share kept-alive connections. */
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

/** What a failed call means for its caller. */
export function toApiError(error: unknown, answer: Answer): ApiError {
  if (error instanceof ApiError) return error;
  const failure = ConnectError.from(error);
  const options = { cause: error };
  if (answer.status === undefined) return networkError(failure, options);
  const details = { requestId: requestId(answer), retryAfter: retryAfter(answer.headers) ?? retryDelay(failure) };
  if (answer.status === 200) {
    const message = `the API's answer cannot be read: ${failure.rawMessage}`;
    const unreadable = { reason: "unreadable", code: "internal", handled: "maybe", transient: true } as const;
    return new ApiError(message, { ...details, ...unreadable }, options);
  }
  const code = answer.status === 429 ? Code.ResourceExhausted : failure.code;
  const reason = REASONS[code] ?? reasonFor(answer.status);
  const transient = answer.status === 429 || (answer.status >= 500 && code !== Code.Unimplemented);
  const handled = answer.status >= 500 ? "maybe" : "no";
  return new ApiError(
    failure.rawMessage,
    { ...details, reason, code: codeToString(code), handled, transient },
    options,
  );
}

const REASONS: Partial<Record<Code, Reason>> = {
  [Code.Unauthenticated]: "unauthenticated",
  [Code.PermissionDenied]: "forbidden",
  [Code.NotFound]: "notFound",
  [Code.AlreadyExists]: "alreadyExists",
  [Code.ResourceExhausted]: "rateLimit",
  [Code.FailedPrecondition]: "failedPrecondition",
  [Code.Unimplemented]: "unimplemented",
};

function reasonFor(status: number): Reason {
  if (status >= 500) return "server";
  return status < 400 ? "redirect" : "refused";
}

function networkError(failure: ConnectError, options: ErrorOptions): ApiError {
  const name = nodeCode(failure);
  const notSent = { code: "unavailable", handled: "no", requestId: undefined, retryAfter: undefined } as const;
  if (TLS_FAILURE.test(name)) {
    const message = `no trusted TLS connection: ${failure.rawMessage} (${name})`;
    return new ApiError(message, { ...notSent, reason: "tls", transient: false }, options);
  }
  if (NEVER_SENT.has(name)) {
    const message = `the API cannot be reached: ${failure.rawMessage || name}`;
    return new ApiError(message, { ...notSent, reason: "unreachable", transient: true }, options);
  }
  const sent = { ...notSent, code: codeToString(failure.code), handled: "maybe", transient: true } as const;
  if (failure.code === Code.DeadlineExceeded) {
    return new ApiError("the API did not answer in time", { ...sent, reason: "timeout" }, options);
  }
  const canceled = failure.code === Code.Canceled;
  const details = { ...sent, reason: canceled ? "canceled" : "broken", transient: !canceled } as const;
  return new ApiError(`the connection broke: ${failure.rawMessage}`, details, options);
}

/** Node's code for a failure, such as ECONNRESET, from anywhere in the chain of causes. */
function nodeCode(error: unknown): string {
  let cause = error as { code?: unknown; cause?: unknown; errors?: unknown } | undefined;
  for (let depth = 0; typeof cause === "object" && cause !== null && depth < 8; depth++) {
    if (typeof cause.code === "string") return cause.code;
    cause = (Array.isArray(cause.errors) ? cause.errors[0] : cause.cause) as typeof cause;
  }
  return "";
}

/** Milliseconds that a Retry-After header asks for, in seconds or as a date (RFC 9110, 10.2.3). Ona has a name of its own for it. */
export function retryAfter(headers: Headers | undefined, now: number = Date.now()): number | undefined {
  const value = (headers?.get("retry-after") ?? headers?.get("ratelimit-retryafter"))?.trim();
  if (value === undefined || value === "") return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  // V8 reads even "-5" as a date; HTTP dates begin with the day's name.
  const date = /^[A-Za-z]{3}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Milliseconds that the details of an error ask to wait. */
function retryDelay(failure: ConnectError): number | undefined {
  const delay = failure.findDetails(RetryInfoSchema)[0]?.retryDelay;
  return delay && Number(delay.seconds) * 1000 + Math.ceil(delay.nanos / 1e6);
}

/** An answer that lacks what was asked for. */
export function emptyAnswer(wanted: string, answer: Answer): ApiError {
  return new ApiError(`the API's answer holds no ${wanted}`, {
    reason: "unreadable",
    code: "internal",
    requestId: requestId(answer),
    handled: "maybe",
    transient: false,
    retryAfter: undefined,
  });
}

function requestId({ headers }: Answer): string | undefined {
  return headers?.get("x-request-id") ?? undefined;
}
