import type { PlatformName } from "../../platforms/index.ts";
import { classicStatus } from "./classic.ts";
import { onaStatus } from "./ona.ts";
import type { PlatformStatus } from "./platform.ts";

export const PLATFORM_STATUS: Readonly<Record<PlatformName, PlatformStatus>> = {
  classic: classicStatus,
  ona: onaStatus,
};
