import type { MissingToken } from "../connect/missingToken.ts";
import type { Retry } from "../connect/retry.ts";
import type { TryCredentials } from "../entra/tokenEndpoint.ts";
import type { OnaApi } from "./api.ts";

export interface OnaServices {
  readonly api: OnaApi;
  readonly retry: Pick<Retry, "backOff" | "maxRetries">;
  readonly warnOfMissingToken: MissingToken;
  readonly tryCredentials: TryCredentials;
}
