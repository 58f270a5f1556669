import type { PlatformName } from "../../platforms/index.ts";
import { classicResources } from "../classic/resources.ts";
import { onaResources } from "../ona/resources.ts";
import type { PlatformResources } from "./platform.ts";

/** What a stack registers for each platform. */
export const PLATFORM_RESOURCES: Readonly<Record<PlatformName, PlatformResources>> = {
  classic: classicResources,
  ona: onaResources,
};
