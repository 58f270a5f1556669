import { type ClassicFlags, classicSettings } from "./classic.ts";
import { type OnaFlags, onaSettings } from "./ona.ts";
import type { OwnSettings } from "./platform.ts";

/** The flags that only one platform has. */
export interface OwnFlags extends ClassicFlags, OnaFlags {}

/** The settings of each platform, in the order of the questions. */
export const SETTINGS_BY_PLATFORM: readonly OwnSettings<keyof OwnFlags>[] = [classicSettings, onaSettings];
