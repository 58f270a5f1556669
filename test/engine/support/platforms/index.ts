import { isTurn } from "../turns.ts";
import { CLASSIC_UNDER_TEST } from "./classic.ts";
import { ONA_UNDER_TEST } from "./ona.ts";
import type { PlatformUnderTest } from "./platformUnderTest.ts";

/** Every platform: a suite that is about integrations is played on each. */
export const PLATFORMS: readonly PlatformUnderTest[] = [CLASSIC_UNDER_TEST, ONA_UNDER_TEST];

/** The platforms on which a run plays one of many like cases. */
export function platformsOf(index: number): readonly PlatformUnderTest[] {
  return PLATFORMS.filter((_, each) => isTurn(index + each, PLATFORMS.length));
}

/** Those of many like cases that a run plays on a platform: half of them, each on one platform. */
export function casesOn<Case>(platform: PlatformUnderTest, cases: readonly Case[]): readonly Case[] {
  const own = 2 * PLATFORMS.indexOf(platform);
  return cases.filter((_, index) => isTurn(index + own, 2 * PLATFORMS.length));
}
