import { dueByAge, expiryWarning, isDue, noticeFrom } from "../../provider/rotation/schedule.ts";
import type { State } from "../../provider/rotation/schema.ts";
import { systemClock, timestamp } from "../../provider-kit/clock.ts";
import type { SecretDates } from "../engine/stackExport.ts";
import { DAY, daysUntil } from "../shared/dates.ts";
import type { SecretStatus } from "./model.ts";

export function secretStatus(dates: SecretDates, now: number): SecretStatus {
  const { issuedAt, expiresAt, rotateAfterDays } = dates;
  const state = asState(dates);
  const end = Date.parse(expiresAt);
  const start = issuedAt === undefined ? undefined : Date.parse(issuedAt);
  return {
    issuedAt,
    expiresAt,
    ageDays: start === undefined ? undefined : Math.floor((now - start) / DAY),
    daysLeft: daysUntil(end, now),
    share: start === undefined || start >= end ? undefined : Math.min(1, Math.max(0, (end - now) / (end - start))),
    due: isDue(state, rotateAfterDays, now),
    renewsAt: time(dueByAge(state, rotateAfterDays)),
    warnsAt: rotateAfterDays === undefined ? time(noticeFrom(state)) : undefined,
  };
}

function time(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : timestamp(milliseconds);
}

/** The plugin's warning about a secret that has expired, or that expires soon with nothing to renew it. */
export function secretWarning(dates: SecretDates, now: number): { ended: boolean; message: string } | undefined {
  const state = asState(dates);
  const clock = { ...systemClock, now: () => now };
  const warning = expiryWarning({ state, news: state, changed: new Set(), clock });
  return warning && { ended: Date.parse(dates.expiresAt) <= now, message: warning.message };
}

/** In the form of the plugin's rules. An unknown lifetime counts as a long one. */
function asState({ issuedAt = "", expiresAt, lifetimeDays = Infinity, rotateAfterDays }: SecretDates): State {
  return { generation: 1, issuedAt, expiresAt, lifetimeDays, rotateAfterDays };
}
