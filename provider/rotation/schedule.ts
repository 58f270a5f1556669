import { timestamp } from "../../provider-kit/clock.ts";
import type { MaybeUnknown, Warning, WarningRequest } from "../../provider-kit/resource.ts";
import type { UNKNOWN } from "../../provider-kit/values.ts";
import type { Inputs, Outputs, State } from "./schema.ts";

const DAY = 24 * 60 * 60 * 1000;
/** Days before the end of a credential at which warnings begin, unless half of its lifetime is shorter. */
export const NOTICE_DAYS = 30;

const RENEW =
  "Renew it: give the trigger another text (`pulumi config set rotationTrigger <any text>` where it is a stack setting), and run `pulumi up`. In Gitpod Classic an organization owner then activates the integration again.";

const RENEWED =
  "`pulumi up` makes a new one and hands it over. In Gitpod Classic an organization owner then activates the integration again.";

/** Inputs whose change issues a new generation. */
const ISSUING: ReadonlySet<string> = new Set(["lifetimeDays", "trigger"]);

export function issue(generation: number, lifetimeDays: number, now: number): Outputs {
  return { generation, issuedAt: timestamp(now), expiresAt: timestamp(now + lifetimeDays * DAY) };
}

/** Whether a new generation is due: by age where that is set, and always after the end. */
export function isDue(state: State, rotateAfterDays: number | undefined | typeof UNKNOWN, now: number): boolean {
  if (typeof state.expiresAt === "string" && now >= Date.parse(state.expiresAt)) return true;
  const due = dueByAge(state, rotateAfterDays);
  return due !== undefined && now >= due;
}

/** When a new generation is due by age, in milliseconds since the Unix epoch; undefined where age does not matter. */
export function dueByAge(state: State, rotateAfterDays: number | undefined | typeof UNKNOWN): number | undefined {
  if (typeof rotateAfterDays !== "number" || typeof state.issuedAt !== "string") return undefined;
  return Date.parse(state.issuedAt) + rotateAfterDays * DAY;
}

/** Days before the end of a credential of this lifetime at which warnings begin. */
export function noticeDays(lifetimeDays = Number.POSITIVE_INFINITY): number {
  return Math.min(NOTICE_DAYS, lifetimeDays / 2);
}

/** When warnings begin that a secret ends, in milliseconds since the Unix epoch, unless something renews it before. */
export function noticeFrom({ expiresAt, lifetimeDays }: State): number | undefined {
  if (typeof expiresAt !== "string" || typeof lifetimeDays !== "number") return undefined;
  return Date.parse(expiresAt) - noticeDays(lifetimeDays) * DAY;
}

export function issuesAnew(changed: ReadonlySet<string>): boolean {
  return [...changed].some((name) => ISSUING.has(name) || name === "issuedAt");
}

export function changedInputs(old: State, news: MaybeUnknown<Inputs>): ReadonlySet<string> {
  return new Set([...ISSUING].filter((name) => old[name as keyof Inputs] !== news[name as keyof Inputs]));
}

/** Warns before the end of a secret that nothing renews. After its end the next deployment renews it. */
export function expiryWarning({ state, news, changed, clock }: WarningRequest<Inputs, Outputs>): Warning | undefined {
  if (typeof state.expiresAt !== "string") return undefined;
  const left = Date.parse(state.expiresAt) - clock.now();
  const day = state.expiresAt.slice(0, 10);
  if (left <= 0)
    return { severity: "warn", message: `the client secret ended on ${day}: nobody can sign in. ${RENEWED}` };
  const from = noticeFrom(state);
  if (issuesAnew(changed) || from === undefined) return undefined;
  if (clock.now() < from || news.rotateAfterDays !== undefined) return undefined;
  const days = Math.ceil(left / DAY);
  const when = days === 1 ? "within a day" : `in ${days} days`;
  return { severity: "warn", message: `the client secret ends ${when}, on ${day}. ${RENEW}` };
}
