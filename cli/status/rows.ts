import { dayOf, days } from "../shared/dates.ts";
import { plain } from "../shared/text.ts";
import type { IntegrationStatus, LastUpdate, Report, SecretStatus, StackStatus } from "./model.ts";
import { needsPerson } from "./model.ts";

export type Tone = "good" | "bad" | "neutral";

export interface Word {
  readonly text: string;
  readonly tone: Tone;
}

/** What is shown for an integration, or for a stack without one, in the order of {@link HEADINGS}. */
export interface Row {
  readonly stack: string;
  /** The installation of Gitpod Classic, which says it too, or the platform's name. */
  readonly platform: string;
  readonly providerHost: string;
  /** Organization or runner. */
  readonly place: PlaceWord;
  readonly verified: Word;
  readonly secret: Word & { readonly share: number | undefined };
  readonly lastUpdate: Word;
  readonly drift: Word;
}

/** The name leads where there is one. */
interface PlaceWord {
  readonly name: string | undefined;
  readonly id: string;
}

export const HEADINGS: Readonly<Record<keyof Row, string>> = {
  stack: "Stack",
  platform: "Platform",
  providerHost: "Host",
  place: "Belongs to",
  verified: "Verified",
  secret: "Client secret",
  lastUpdate: "Updated (UTC)",
  drift: "Drift",
};

const NOTHING: Word = { text: "-", tone: "neutral" };
const NOWHERE: PlaceWord = { name: undefined, id: "-" };

export function rowsOf(status: StackStatus, asked: boolean): Row[] {
  const { stack, lastUpdate, integrations } = status;
  const common = { stack: plain(stack), lastUpdate: updateWord(lastUpdate) };
  if (integrations.length === 0) {
    const none = { platform: "-", providerHost: "-", place: NOWHERE, verified: NOTHING, drift: NOTHING };
    return [{ ...common, ...none, secret: { ...NOTHING, share: undefined } }];
  }
  return integrations.map((integration) => ({
    ...common,
    platform: plain(integration.gitpodHost || integration.platform.displayName),
    providerHost: plain(integration.providerHost),
    place: { name: integration.placeName, id: plain(integration.place) },
    verified: verifiedWord(integration),
    secret: secretWord(integration, status),
    drift: driftWord(integration, asked),
  }));
}

function verifiedWord({ deleted, verified, problems }: IntegrationStatus): Word {
  if (deleted) return { text: "deleted", tone: "bad" };
  if (verified === undefined) return { text: "unknown", tone: "neutral" };
  if (verified) return { text: "yes", tone: "good" };
  const fields = problems.map(({ field }) => plain(field)).join(", ");
  return { text: fields === "" ? "no" : `no (${fields})`, tone: "bad" };
}

function secretWord({ name, secret, refusedSince }: IntegrationStatus, { findings }: StackStatus): Row["secret"] {
  if (refusedSince !== undefined) {
    return { text: `refused since ${dayOf(refusedSince)}`, tone: "bad", share: undefined };
  }
  if (secret === undefined) return { text: "not managed", tone: "neutral", share: undefined };
  const bad = findings.some(
    ({ code, integrations }) => integrations.includes(name) && (code === "secret-ending" || code === "secret-ended"),
  );
  return { text: secretText(secret), tone: bad ? "bad" : "neutral", share: secret.share };
}

function secretText({ ageDays, daysLeft, due, expiresAt }: SecretStatus): string {
  if (daysLeft <= 0) return `ended ${dayOf(expiresAt)}`;
  const age = ageDays === undefined ? [] : [`${days(ageDays)} old`];
  return [...age, `${ageDays === undefined ? days(daysLeft) : daysLeft} left`, ...(due ? ["due"] : [])].join(", ");
}

function updateWord(update: LastUpdate | undefined): Word {
  if (update === undefined) return NOTHING;
  const { at, kind, result } = update;
  const ending = result === "succeeded" ? "" : ` ${plain(result)}`;
  const what = kind === "update" ? "" : ` ${plain(kind)}`;
  return {
    text: `${plain(at.slice(0, 16).replace("T", " "))}${what}${ending}`,
    tone: result === "failed" ? "bad" : "neutral",
  };
}

function driftWord({ drift }: IntegrationStatus, asked: boolean): Word {
  if (drift === undefined) return { text: asked ? "unknown" : "not asked", tone: "neutral" };
  return drift ? { text: "yes", tone: "bad" } : { text: "no", tone: "good" };
}

/** A sentence about the whole report, which begins with what matters most. */
export interface Sentence {
  readonly start: string;
  readonly rest: string;
  readonly tone: Tone;
}

/** The outcome in one or two sentences. */
export function summary({ stacks }: Report): readonly Sentence[] {
  const waiting = stacks.filter(needsPerson).length;
  const unread = stacks.filter(({ error }) => error !== undefined).length;
  const bad = (count: number, rest: string): Sentence =>
    stacks.length === 1
      ? { start: "The stack", rest, tone: "bad" }
      : { start: `${count} of ${stacks.length}`, rest: `stacks ${rest}`, tone: "bad" };
  const told = (count: number, rest: string): Sentence[] => (count === 0 ? [] : [bad(count, rest)]);
  const found = [
    ...told(waiting, `need${waiting === 1 ? "s" : ""} a person.`),
    ...told(unread, "could not be read in full."),
  ];
  return found.length > 0 ? found : [{ start: "Nothing", rest: "needs a person.", tone: "good" }];
}
