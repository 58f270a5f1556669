import { z } from "zod";
import type { Environment } from "../provider-kit/resource.ts";
import type { Properties } from "../provider-kit/values.ts";
import { PLATFORM_SETTINGS, platformSchemas } from "./config/platforms.ts";
import { callSettings } from "./connect/settings.ts";

/** Settings of the provider: stack config `gitpod:<name>`, else the environment variable. */
export const configSchema = z.object({ ...platformSchemas, ...callSettings.shape });

export type Config = z.output<typeof configSchema>;

/**
 * Whether a setting may come from the environment. A token there belongs to one installation. No provider for another one
 * gets it, not even one that is in the state.
 */
export function takesFromEnvironment(setting: string, settings: Properties, environment: Environment): boolean {
  const platform = PLATFORM_SETTINGS.find(({ token }) => token === setting);
  return platform === undefined || platform.takesTokenFromEnvironment(settings, environment);
}

/** Warns before a changed setting sends a token elsewhere. */
export function newAddressWarning(olds: Properties, news: Properties): string | undefined {
  const moved = PLATFORM_SETTINGS.flatMap(({ tokenWords, address, addressWords }) => {
    const [before, after] = [address(olds), address(news)];
    if (before === after || before === undefined || after === undefined) return [];
    return `${tokenWords} will be sent to ${after} from now on, and no longer to ${before}: ${addressWords} has changed`;
  });
  return moved.length === 0 ? undefined : moved.join("; ");
}
