import type { PlatformName } from "../../platforms/index.ts";
import { classicAdoption } from "./classic.ts";
import { onaAdoption } from "./ona.ts";
import type { PlatformAdoption } from "./platform.ts";

export const ADOPTIONS: Readonly<Record<PlatformName, PlatformAdoption>> = {
  classic: classicAdoption,
  ona: onaAdoption,
};
