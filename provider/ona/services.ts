import type { OperationContext } from "../../provider-kit/resource.ts";
import type { CallContext, Retry } from "../connect/retry.ts";
import type { TryCredentials } from "../entra/tokenEndpoint.ts";
import type { OnaApi } from "./api.ts";

export interface OnaServices {
  readonly api: OnaApi;
  readonly retry: Pick<Retry, "backOff" | "maxRetries">;
  readonly tryCredentials: TryCredentials;
}

/** What a call to the API may use of an operation's context. */
export function calls({ signal, log }: OperationContext): CallContext {
  return { signal, status: (message) => log.status(message) };
}
