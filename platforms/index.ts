import { CLASSIC } from "./classic.ts";
import type { Platform } from "./platform.ts";

export const PLATFORMS: readonly Platform[] = [CLASSIC];

/** Type token of the issue date of a secret, on every platform. */
export const ROTATION_TYPE = "gitpod:index:Rotation";
