/** Why a call to an API failed. Code decides by this, never by a message. */
export type Reason =
  /** Nothing left this machine: no route, no such name, connection refused. */
  | "unreachable"
  | "tls"
  | "timeout"
  /** The connection broke after the request was sent. */
  | "broken"
  | "canceled"
  | "redirect"
  /** An answer that is not this API's, or lacks what was asked for. */
  | "unreadable"
  | "unauthenticated"
  | "forbidden"
  /** There is no such thing, or none that the token may see. */
  | "notFound"
  | "alreadyExists"
  | "rateLimit"
  /** Something has to happen first, which the message names. */
  | "failedPrecondition"
  | "unimplemented"
  /** Any other 4xx. */
  | "refused"
  /** Any other 5xx. */
  | "server";

/** Whether the API has acted on a request that failed. */
export type Handled = "no" | "maybe";

interface ApiErrorDetails {
  readonly reason: Reason;
  /** Connect's name for it, such as `not_found`, for messages: https://connectrpc.com/docs/protocol/#error-codes */
  readonly code: string;
  readonly requestId: string | undefined;
  readonly handled: Handled;
  /** A later attempt may succeed. */
  readonly transient: boolean;
  /** Milliseconds the API asks to wait. */
  readonly retryAfter: number | undefined;
}

/** A call to an API that failed. The message is the API's own where it sent one. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  declare readonly reason: ApiErrorDetails["reason"];
  declare readonly code: ApiErrorDetails["code"];
  declare readonly requestId: ApiErrorDetails["requestId"];
  declare readonly handled: ApiErrorDetails["handled"];
  declare readonly transient: ApiErrorDetails["transient"];
  declare readonly retryAfter: ApiErrorDetails["retryAfter"];

  constructor(message: string, details: ApiErrorDetails, options?: ErrorOptions) {
    super(message, options);
    Object.assign(this, details);
  }

  /** The API's message with what its operators need to find the call. */
  get quoted(): string {
    const request = this.requestId === undefined ? "" : `, request id ${this.requestId}`;
    return `${this.message} (${this.code}${request})`;
  }
}

export function failedFor(error: unknown, reason: Reason): error is ApiError {
  return error instanceof ApiError && error.reason === reason;
}

/** Failures about which the command `doctor` says more. */
const KNOWN_TO_DOCTOR: ReadonlySet<Reason> = new Set([
  "unreachable",
  "tls",
  "timeout",
  "redirect",
  "unauthenticated",
  "forbidden",
  "unimplemented",
]);

/** What to do about a failed call, and the command that checks the rest where that may help. */
export function advice({ reason }: ApiError, nextStep: string): string {
  return KNOWN_TO_DOCTOR.has(reason)
    ? `${nextStep} Run \`npx gitpod-azure-devops doctor\` to check the rest.`
    : nextStep;
}
