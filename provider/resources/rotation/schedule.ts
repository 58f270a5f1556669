import type { MaybeUnknown } from "../../server/resource.ts";
import type { UNKNOWN } from "../../server/values.ts";
import type { Inputs, Outputs, State } from "./schema.ts";

const DAY = 24 * 60 * 60 * 1000;

/** Names of the inputs whose change issues a new generation. */
const ISSUING: ReadonlySet<string> = new Set(["lifetimeDays", "trigger"]);

export function issue(generation: number, lifetimeDays: number, now: number): Outputs {
  return { generation, issuedAt: timestamp(now), expiresAt: timestamp(now + lifetimeDays * DAY) };
}

/** Whether the time for a new generation has come. */
export function isDue(state: State, rotateAfterDays: number | undefined | typeof UNKNOWN, now: number): boolean {
  if (typeof rotateAfterDays !== "number" || typeof state.issuedAt !== "string") return false;
  return now >= Date.parse(state.issuedAt) + rotateAfterDays * DAY;
}

export function issuesAnew(changed: ReadonlySet<string>): boolean {
  return [...changed].some((name) => ISSUING.has(name) || name === "issuedAt");
}

export function changedInputs(old: State, news: MaybeUnknown<Inputs>): ReadonlySet<string> {
  return new Set([...ISSUING].filter((name) => old[name as keyof Inputs] !== news[name as keyof Inputs]));
}

/** Without fractions of a second: Entra drops them, and a value that comes back different would look like drift. */
function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}
