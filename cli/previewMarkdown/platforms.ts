import { classicPeople } from "./classic.ts";
import { onaPeople } from "./ona.ts";
import type { PlatformPeople } from "./platform.ts";

/** In the order of the sentences. */
export const PLATFORM_PEOPLE: readonly PlatformPeople[] = [onaPeople, classicPeople];
