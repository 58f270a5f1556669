import { classicSandbox } from "./classic/platform.ts";
import { onaSandbox } from "./ona/platform.ts";
import type { SandboxPlatform } from "./platform.ts";

/** In the order in which the page and the lists show them. */
export const PLATFORMS: readonly SandboxPlatform[] = [classicSandbox, onaSandbox];
