import { configSchema } from "../../provider/config.ts";
import { type ApiOptions, apiOptions } from "../../provider/connect/calls.ts";
import { type Config, providerSettings } from "../setup/settings.ts";

/** How to call a platform's API with the stack's settings. */
export function apiOptionsOf(config: Config, baseUrl: string, token: string | undefined): ApiOptions {
  return apiOptions(configSchema.parse(providerSettings(config)), baseUrl, token);
}
