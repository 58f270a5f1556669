import type { Config } from "../../provider/config.ts";
import type { ApiOptions } from "../../provider/connect/calls.ts";
import type { CallContext } from "../../provider/connect/retry.ts";
import type { TokenEnd } from "../../provider/connect/tokenEnd.ts";

/** How to ask one platform for the places that integrations belong to, by the settings of a stack. */
export interface PlatformPlaces {
  /** Base URL of the API. */
  address(config: Config): string;
  token(config: Config): string | undefined;
  /** Host of the installation, as integrations have it; empty where the platform has one only. */
  installation(config: Config): string;
  /** The places that the token may see. Fails with ApiError. */
  list(options: ApiOptions, context: CallContext): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /**
   * When the token ends, with little more than one call; undefined where that is not known. Fails with ApiError. Only on a
   * platform that tells.
   *
   * @param now milliseconds since the Unix epoch
   */
  readonly tokenEnd?: (options: ApiOptions, context: CallContext, now: number) => Promise<TokenEnd | undefined>;
}
