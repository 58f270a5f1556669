import type { PlatformName } from "../platforms/index.ts";
import { CLASSIC_SETTINGS } from "./classic/settings.ts";
import { ONA_SETTINGS } from "./ona/settings.ts";
import type { PlatformSettings } from "./platform.ts";

/** What is known of each platform, by the value of the setting `platform`. */
export const PLATFORM_SETTINGS = { classic: CLASSIC_SETTINGS, ona: ONA_SETTINGS } as const satisfies Readonly<
  Record<PlatformName, PlatformSettings>
>;

/** An entry of `integrations` of each platform. */
export const ENTRIES = [CLASSIC_SETTINGS.entry, ONA_SETTINGS.entry] as const;

/** The settings of the stack that only one platform has. */
export const OWN_SETTINGS = { ...CLASSIC_SETTINGS.own, ...ONA_SETTINGS.own };
