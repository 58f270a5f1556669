import type { KnownPlatform } from "../../platforms/index.ts";
import type { TokenEnd } from "../../provider/connect/tokenEnd.ts";
import { NOTICE_DAYS, noticeDays } from "../../provider/rotation/schedule.ts";
import { timestamp } from "../../provider-kit/clock.ts";
import { DAY, dayOf, days, daysUntil } from "./dates.ts";

/** Whether people are told. */
export function endsSoon({ at }: TokenEnd, now: number): boolean {
  return at - now <= NOTICE_DAYS * DAY;
}

/** Whether somebody has to act: in the second half of a short life, so that not every check of a token of 30 days says so. */
export function needsAnother({ at, madeAt }: TokenEnd, now: number): boolean {
  return at - now <= noticeDays(madeAt === undefined ? undefined : (at - madeAt) / DAY) * DAY;
}

/**
 * When the token ends, as a sentence.
 *
 * @param token such as "The token"
 */
export function endWords(token: string, { at, certainty }: TokenEnd, now: number): string {
  const day = `${dayOf(timestamp(at))}, in ${days(daysUntil(at, now))}`;
  const sentences: Readonly<Record<TokenEnd["certainty"], string>> = {
    certain: `${token} ends on ${day}.`,
    probable: `${token} probably ends on ${day}: of its owner's tokens, the one that was used last does.`,
    "at-the-latest": `${token} ends on ${day}, at the latest: its owner has several, and none lives longer.`,
  };
  return sentences[certainty];
}

/** What to do then, without an end of the sentence. */
export function makeAnother({ tokenPage }: KnownPlatform): string {
  return `Make another in ${tokenPage}`;
}

/** How a stack gets the other token, after "and". */
export function storeToken({ token }: KnownPlatform, stack: string): string {
  const command = `pulumi config set --secret gitpod:${token.name} --stack ${stack}`;
  return `set it with \`${command}\` or in the environment variable ${token.variables[0]}`;
}
