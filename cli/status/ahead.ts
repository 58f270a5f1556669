import { DAY, dayOf, days } from "../shared/dates.ts";
import { plain } from "../shared/text.ts";
import type { IntegrationStatus, Report, SecretStatus, StackStatus } from "./model.ts";
import type { Tone } from "./rows.ts";

/** How a client secret goes on: nobody can use it any more, it ends, or a deployment renews it. */
export type Course = "ended" | "refused" | "ending" | "calm" | "due" | "renewed";

/** A client secret. Integrations of a stack with the same dates are one entry. */
export interface SecretAhead {
  readonly stack: string;
  /** Organizations and runners, by name where it is known: "Acme, Globex and 3 more". */
  readonly places: string;
  readonly secret: SecretStatus;
  /** When Entra was first seen to refuse it. */
  readonly refusedSince: string | undefined;
  readonly course: Course;
}

/** A day on which something happens to a secret, or begins. */
export interface DayAhead {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly what: string;
  readonly subject: string;
}

/** The secrets that the stacks manage; what has to be replaced first comes first. */
export function secretsAhead({ stacks, readAt }: Report): SecretAhead[] {
  return stacks.flatMap((status) => ofStack(status, readAt)).sort((left, right) => turn(left) - turn(right));
}

function ofStack({ stack, integrations }: StackStatus, now: number): SecretAhead[] {
  const living = integrations.filter(({ deleted }) => !deleted);
  const byDates = Map.groupBy(living, ({ secret, refusedSince }) => JSON.stringify([secret, refusedSince]));
  return [...byDates.values()].flatMap((sharing) => {
    const [{ secret, refusedSince } = {}] = sharing;
    if (secret === undefined) return [];
    const places = some([...new Set(sharing.map(placeName))]);
    return { stack: plain(stack), places, secret, refusedSince, course: courseOf(secret, refusedSince, now) };
  });
}

function placeName({ place, placeName: name }: IntegrationStatus): string {
  return name ?? plain(place);
}

function courseOf(secret: SecretStatus, refusedSince: string | undefined, now: number): Course {
  if (secret.daysLeft <= 0) return "ended";
  if (refusedSince !== undefined) return "refused";
  if (secret.due) return "due";
  if (secret.renewsAt !== undefined) return "renewed";
  return secret.warnsAt !== undefined && Date.parse(secret.warnsAt) <= now ? "ending" : "calm";
}

function turn({ secret }: SecretAhead): number {
  return Date.parse(secret.renewsAt ?? secret.expiresAt);
}

/** What is told of a secret: the most important thing, and the rest. */
export function courseWords({ course, secret, refusedSince = "" }: SecretAhead, now: number) {
  const { expiresAt, renewsAt = "", warnsAt = "", daysLeft } = secret;
  const words: Readonly<Record<Course, readonly [headline: string, detail: string, tone: Tone]>> = {
    ended: [
      daysLeft === 0 ? "ended today" : `ended ${days(-daysLeft)} ago`,
      `on ${dayOf(expiresAt)}: nobody can sign in`,
      "bad",
    ],
    refused: ["refused", `by Entra, first seen on ${dayOf(refusedSince)}: nobody can sign in`, "bad"],
    ending: [`ends in ${days(daysLeft)}`, `on ${dayOf(expiresAt)}, and nothing renews it`, "bad"],
    calm: [`ends in ${days(daysLeft)}`, `on ${dayOf(expiresAt)}, with a warning from ${dayOf(warnsAt)}`, "neutral"],
    due: ["renewal due", `by the next deployment, before ${dayOf(expiresAt)}`, "neutral"],
    renewed: [
      `renewal in ${days(Math.ceil((Date.parse(renewsAt) - now) / DAY))}`,
      `by a deployment from ${dayOf(renewsAt)}, before ${dayOf(expiresAt)}`,
      "neutral",
    ],
  };
  const [headline, detail, tone] = words[course];
  return { headline, detail, tone };
}

/** The next days on which something changes, until then. */
export function daysAhead(report: Report, until: number): DayAhead[] {
  const found = secretsAhead(report).flatMap(({ stack, places, secret, course }) => {
    const subject = `${stack} (${places})`;
    const dates: readonly (readonly [string | undefined, string])[] = [
      [secret.renewsAt, "deployments renew it"],
      [secret.warnsAt, "warnings begin"],
      [secret.expiresAt, secret.renewsAt === undefined ? "ends" : "ends, unless renewed before"],
    ];
    const live = course === "refused" ? [] : dates;
    return live.map(([date = "", what]) => ({ at: Date.parse(date), what, subject }));
  });
  return found.filter(({ at }) => at > report.readAt && at <= until).sort((left, right) => left.at - right.at);
}

/** "Acme, Globex and 3 more" */
function some(places: readonly string[]): string {
  return places.length > 3 ? `${places.slice(0, 2).join(", ")} and ${places.length - 2} more` : places.join(", ");
}
