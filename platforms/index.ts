import { CLASSIC } from "./classic.ts";
import { ONA } from "./ona.ts";

export const PLATFORMS = [CLASSIC, ONA] as const;

export type KnownPlatform = (typeof PLATFORMS)[number];

/** Value of the setting `platform`. */
export type PlatformName = KnownPlatform["name"];

export const PLATFORM_BY_NAME: Readonly<Record<PlatformName, KnownPlatform>> = { classic: CLASSIC, ona: ONA };

/** Type token of the issue date of a secret, on every platform. */
export const ROTATION_TYPE = "gitpod:index:Rotation";
