import type { PlatformName } from "../../platforms/index.ts";
import { classicPlaces } from "./classic.ts";
import { onaPlaces } from "./ona.ts";
import type { PlatformPlaces } from "./platform.ts";

export const PLATFORM_PLACES: Readonly<Record<PlatformName, PlatformPlaces>> = {
  classic: classicPlaces,
  ona: onaPlaces,
};
