/** Connect's name for what went wrong, such as `not_found`: https://connectrpc.com/docs/protocol/#error-codes */
export type ErrorCode =
  | "canceled"
  | "unknown"
  | "invalid_argument"
  | "deadline_exceeded"
  | "not_found"
  | "already_exists"
  | "permission_denied"
  | "resource_exhausted"
  | "failed_precondition"
  | "aborted"
  | "out_of_range"
  | "unimplemented"
  | "internal"
  | "unavailable"
  | "data_loss"
  | "unauthenticated";

/** Whether the API has acted on a request that failed. */
export type Handled = "no" | "maybe";

interface GitpodErrorDetails {
  readonly code: ErrorCode;
  readonly requestId: string | undefined;
  readonly handled: Handled;
  /** A later attempt may succeed. */
  readonly transient: boolean;
  /** Milliseconds the API asks to wait. */
  readonly retryAfter: number | undefined;
}

/** A call to the Gitpod API that failed. The message is the API's own. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ErrorCode;
  readonly requestId: string | undefined;
  readonly handled: Handled;
  readonly transient: boolean;
  readonly retryAfter: number | undefined;

  constructor(message: string, details: GitpodErrorDetails, options?: ErrorOptions) {
    super(message, options);
    this.code = details.code;
    this.requestId = details.requestId;
    this.handled = details.handled;
    this.transient = details.transient;
    this.retryAfter = details.retryAfter;
  }

  /** The API's message with what its operators need to find the call. */
  get quoted(): string {
    const request = this.requestId === undefined ? "" : `, request id ${this.requestId}`;
    return `${this.message} (${this.code}${request})`;
  }
}
