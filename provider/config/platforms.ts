import { classicSettings } from "../classic/settings.ts";
import type { PlatformSettings } from "../connect/settings.ts";
import { onaSettings } from "../ona/settings.ts";

/** Apart from ../platforms.ts, because commands need the settings and nothing else. */
export const PLATFORM_SETTINGS: readonly PlatformSettings[] = [classicSettings, onaSettings];

/** The schemas of all, by name. */
export const platformSchemas = { ...classicSettings.schema.shape, ...onaSettings.schema.shape };
