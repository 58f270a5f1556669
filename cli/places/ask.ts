import type { PlatformName } from "../../platforms/index.ts";
import type { Config } from "../../provider/config.ts";
import { type ApiOptions, apiOptions } from "../../provider/connect/calls.ts";
import type { CallContext } from "../../provider/connect/retry.ts";
import { PLATFORM_PLACES } from "./platforms.ts";

/** What is asked for here only helps a reader, so nobody waits long for it. */
const MAX_RETRIES = 1;
/** Milliseconds for the answer of a platform. */
export const LIMIT = 10_000;

/** A platform's API with the token of a stack. */
export interface Account {
  /** The same for every stack with this token. */
  readonly key: string;
  readonly options: ApiOptions;
}

export function accountOf(platform: PlatformName, config: Config): Account {
  const { address, token } = PLATFORM_PLACES[platform];
  const options = apiOptions({ ...config, maxRetries: MAX_RETRIES }, address(config), token(config));
  return { options, key: JSON.stringify([platform, options.baseUrl, options.token]) };
}

/** For calls that end together. */
export function limited(limit: number): CallContext {
  return { signal: AbortSignal.timeout(limit), status: () => undefined };
}
