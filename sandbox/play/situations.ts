import { nearest } from "../../provider-kit/nearest.ts";
import { PLATFORMS } from "../platforms.ts";
import { CLOUDS } from "./clouds.ts";
import { OUTSIDE } from "./outside.ts";
import type { Situation } from "./situation.ts";

export type { Situation } from "./situation.ts";

/** All that can be played, those of one platform where it wants them. */
export const SITUATIONS: readonly Situation[] = [...OUTSIDE, ...CLOUDS].flatMap((situation) => [
  situation,
  ...PLATFORMS.flatMap(({ situations }) => situations[situation.name] ?? []),
]);

/** The situation of this name, or what to type instead. */
export function findSituation(name: string): Situation | string {
  const found = SITUATIONS.find((situation) => situation.name === name);
  if (found !== undefined) return found;
  const names = SITUATIONS.map((situation) => situation.name);
  const begun = names.filter((each) => each.startsWith(name));
  const guesses = begun.length > 0 ? begun : [nearest(name, names) ?? "list, which shows all"];
  return `There is no situation "${name}": did you mean ${guesses.join(" or ")}?`;
}

/** A line for each, for a terminal. */
export function situationList(): string {
  const width = Math.max(...SITUATIONS.map(({ name }) => name.length));
  return SITUATIONS.map(({ name, does }) => `  ${name.padEnd(width)}  ${does}`).join("\n");
}

/** What a person reads before or after one was played. */
export function describeSituation({ name, does, next, sees, guide }: Situation): string {
  return `${name}: ${does}\n  Next: ${next}\n  You see: ${sees}\n  docs/${guide}`;
}
