import { PLATFORMS } from "../platforms.ts";
import type { Sandbox } from "../types.ts";
import type { Place } from "./place.ts";

export function placesOf(sandbox: Sandbox): readonly Place[] {
  return PLATFORMS.flatMap((platform) => platform.places(sandbox));
}
