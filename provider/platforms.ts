import { classicPlatform } from "./classic/platform.ts";
import { onaPlatform } from "./ona/platform.ts";
import type { Connection, ProviderPlatform } from "./platform.ts";

export const PROVIDER_PLATFORMS: readonly ProviderPlatform<Services>[] = [classicPlatform, onaPlatform];

/** What each platform's resources and functions need. */
export type Services = ReturnType<typeof connectPlatforms>;

/** Makes no call. */
export function connectPlatforms(connection: Connection) {
  let classic: ReturnType<typeof classicPlatform.services> | undefined;
  return {
    // Made with the first use, because it demands gitpod:host.
    get classic() {
      classic ??= classicPlatform.services(connection);
      return classic;
    },
    ona: onaPlatform.services(connection),
  };
}
