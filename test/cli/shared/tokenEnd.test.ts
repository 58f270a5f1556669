import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { endsSoon, endWords, makeAnother, needsAnother, storeToken } from "../../../cli/shared/tokenEnd.ts";
import { ONA } from "../../../platforms/ona.ts";
import { ownToken } from "../../../provider/ona/ownToken.ts";
import { NOTICE_DAYS } from "../../../provider/rotation/schedule.ts";

const DAY = 86_400_000;
const NOW = Date.parse("2030-03-02T09:30:00Z");
const inDays = (days: number, certainty: Parameters<typeof endWords>[1]["certainty"] = "certain") => ({
  at: NOW + days * DAY,
  certainty,
});

test("a token ends soon within thirty days", () => {
  expect(NOTICE_DAYS).toBe(30);
  expect([0, 12, 30, 30.01, 90].map((days) => endsSoon(inDays(days), NOW))).toEqual([true, true, true, false, false]);
});

test("the words have the day and the days left, and say how sure they are", () => {
  expect(endWords("The token", inDays(12), NOW)).toBe("The token ends on 2030-03-14, in 12 days.");
  expect(endWords("The token", inDays(0.2), NOW)).toBe("The token ends on 2030-03-02, in 1 day.");
  expect(endWords("The token of Ona", inDays(12, "probable"), NOW)).toBe(
    "The token of Ona probably ends on 2030-03-14, in 12 days: of its owner's tokens, the one that was used last does.",
  );
  expect(endWords("The token", inDays(12, "at-the-latest"), NOW)).toBe(
    "The token ends on 2030-03-14, in 12 days, at the latest: its owner has several, and none lives longer.",
  );
});

test.each([
  [90, 31, false],
  [90, 30, true],
  [60, 30, true],
  [30, 16, false],
  [30, 15, true],
  [undefined, 30, true],
])("of a token that was made for %p days, %i days before its end, another is needed: %p", (life, left, expected) => {
  const at = NOW + left * DAY;
  const madeAt = life === undefined ? undefined : at - life * DAY;
  expect(needsAnother({ at, madeAt, certainty: "certain" }, NOW)).toBe(expected);
});

test("the advice says where to make another, and where to put it", () => {
  expect(`${makeAnother(ONA)}, and ${storeToken(ONA, "prod")}.`).toBe(
    "Make another in Ona under Settings > Personal access tokens, and set it with `pulumi config set --secret gitpod:onaToken --stack prod` or in the environment variable ONA_TOKEN.",
  );
});

test("no token of Ona ends soon where each that it may be lives longer", () => {
  const longer = fc.option(fc.integer({ min: NOTICE_DAYS * DAY + 1, max: 400 * DAY }), { nil: undefined });
  const used = fc.option(fc.integer({ min: -9, max: 0 }), { nil: undefined });
  const ended = fc.tuple(fc.integer({ min: -9 * DAY, max: 0 }), used);
  const lists = fc.array(fc.oneof(fc.tuple(longer, used), ended), { maxLength: 6 });
  fc.assert(
    fc.property(lists, (tokens) => {
      const listed = tokens.map(([ends, lastUsedAt]) => {
        const expiresAt = ends === undefined ? undefined : NOW + ends;
        return { createdAt: undefined, expiresAt, lastUsedAt, readOnly: false };
      });
      const end = ownToken(listed, NOW)?.end;
      expect(end !== undefined && endsSoon(end, NOW)).toBe(false);
    }),
  );
});
