import { CLASSIC } from "./classic.ts";
import { ONA } from "./ona.ts";
import type { Platform } from "./platform.ts";

export const PLATFORMS: readonly Platform[] = [CLASSIC, ONA];

/** Type token of the issue date of a secret, on every platform. */
export const ROTATION_TYPE = "gitpod:index:Rotation";
