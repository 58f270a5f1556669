import type { PlatformName } from "../../platforms/index.ts";
import { classicDoctor } from "./classic.ts";
import { onaDoctor } from "./ona.ts";
import type { PlatformDoctor } from "./platform.ts";

export const PLATFORM_DOCTORS: Readonly<Record<PlatformName, PlatformDoctor>> = {
  classic: classicDoctor,
  ona: onaDoctor,
};
