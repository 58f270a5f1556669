import type { PlatformName } from "../../platforms/index.ts";
import { classicDemo } from "./classic.ts";
import { onaDemo } from "./ona.ts";
import type { DemoPlatform } from "./platform.ts";

export const DEMOS: Readonly<Record<PlatformName, DemoPlatform>> = { classic: classicDemo, ona: onaDemo };
