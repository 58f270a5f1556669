import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Retry } from "../../../provider/connect/retry.ts";
import { OnaApi } from "../../../provider/ona/api.ts";
import { Principal } from "../../../provider/ona/gen/gitpod/v1/identity_pb.js";
import { findOwnToken, ownToken } from "../../../provider/ona/ownToken.ts";
import type { PersonalAccessToken } from "../../../provider/ona/types.ts";
import { systemClock } from "../../../provider-kit/clock.ts";
import { type Fault, type Sandbox, startSandbox } from "../../../sandbox/index.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2030, 0, 1);

type Listed = Omit<PersonalAccessToken, "id" | "userId">;

/** A token that ends, and was used, so many days from now. */
const listed = (ends?: number, used?: number, readOnly = false): Listed => ({
  createdAt: undefined,
  expiresAt: ends === undefined ? undefined : NOW + ends * DAY,
  lastUsedAt: used === undefined ? undefined : NOW + used * DAY,
  readOnly,
});

describe("of the tokens of its owner, the present one", () => {
  const end = (days: number, certainty: string) => ({ at: NOW + days * DAY, certainty });

  test("is the only one that has not ended, whenever it was used", () => {
    expect(ownToken([listed(12)], NOW)?.end).toEqual(end(12, "certain"));
    expect(ownToken([listed(-1, -1), listed(40, -90, true)], NOW)?.end).toEqual(end(40, "certain"));
  });

  test("is probably the one that was used last", () => {
    const tokens = [listed(90, -3), listed(12, -1), listed(5)];
    expect(ownToken(tokens, NOW)?.end).toEqual(end(12, "probable"));
  });

  test.each([
    ["none was ever used", [listed(12), listed(40)]],
    ["two were used at the same time", [listed(12, -1), listed(40, -1)]],
  ])("ends on the last of the dates at the latest where %s", (_, tokens) => {
    expect(ownToken(tokens, NOW)?.end).toEqual(end(40, "at-the-latest"));
  });

  test("has no known end where it may be one that never ends", () => {
    for (const tokens of [[listed()], [listed(12), listed()], [listed(12, -3), listed(undefined, -1)]]) {
      expect(ownToken(tokens, NOW)).toMatchObject({ end: undefined });
    }
  });

  test("is read-only where all are, and not where none is; nothing else is certain", () => {
    expect(ownToken([listed(12, 0, true), listed(40, -2, true)], NOW)?.readOnly).toBe(true);
    expect(ownToken([listed(12, 0, true), listed(40, -2, false)], NOW)?.readOnly).toBeUndefined();
    expect(ownToken([listed(-1, -1, true), listed(40, 0, false)], NOW)?.readOnly).toBe(false);
  });

  test("may be none of them where none was just used, and is not taken for read-only then", () => {
    expect(ownToken([listed(12, -1, true)], NOW)?.readOnly).toBeUndefined();
    expect(ownToken([listed(12, undefined, true), listed(40, -2, true)], NOW)?.readOnly).toBeUndefined();
    const minutesAgo = (minutes: number) => ({ ...listed(12, 0, true), lastUsedAt: NOW - minutes * 60_000 });
    expect([14, 16, -14].map((minutes) => ownToken([minutesAgo(minutes)], NOW)?.readOnly)).toEqual([
      true,
      undefined,
      true,
    ]);
  });

  test("was made when Ona says so, and of several that end last, first", () => {
    const made = (days: number, ends: number, used?: number) => ({
      ...listed(ends, used),
      createdAt: NOW - days * DAY,
    });
    expect(ownToken([made(18, 12)], NOW)?.end).toEqual({ ...end(12, "certain"), madeAt: NOW - 18 * DAY });
    expect(ownToken([made(20, 40), made(50, 40), made(60, 12)], NOW)?.end).toEqual({
      ...end(40, "at-the-latest"),
      madeAt: NOW - 50 * DAY,
    });
  });

  test("is not known where all have ended, or there is none", () => {
    expect([ownToken([], NOW), ownToken([listed(-1, -1), listed(0)], NOW)]).toEqual([undefined, undefined]);
  });

  describe("with any list,", () => {
    const days = fc.option(fc.integer({ min: -20, max: 20 }), { nil: undefined });
    const lists = fc.array(
      fc.tuple(days, days, fc.boolean()).map((each) => listed(...each)),
      { maxLength: 6 },
    );
    const living = (tokens: readonly Listed[]) => tokens.filter(({ expiresAt = Infinity }) => expiresAt > NOW);

    test("has the end of a token that has not ended", () => {
      fc.assert(
        fc.property(lists, (tokens) => {
          const { end } = ownToken(tokens, NOW) ?? {};
          if (end !== undefined) expect(living(tokens).map(({ expiresAt }) => expiresAt)).toContain(end.at);
        }),
      );
    });

    test("never ends sooner than every token that it may be", () => {
      fc.assert(
        fc.property(lists, (tokens) => {
          const first = Math.min(...living(tokens).map(({ expiresAt = Infinity }) => expiresAt));
          const { end } = ownToken(tokens, NOW) ?? {};
          if (end !== undefined) expect(end.at).toBeGreaterThanOrEqual(first);
        }),
      );
    });

    test("is the same in any order, and without those that have ended", () => {
      const shuffled = lists.chain((tokens) =>
        fc.tuple(fc.constant(tokens), fc.shuffledSubarray(tokens, { minLength: tokens.length })),
      );
      fc.assert(
        fc.property(shuffled, ([tokens, others]) => {
          expect(ownToken(others, NOW)).toEqual(ownToken(tokens, NOW));
          expect(ownToken(living(tokens), NOW)).toEqual(ownToken(tokens, NOW));
        }),
      );
    });

    test("is certain only where one is left, and at the latest no token lives longer", () => {
      fc.assert(
        fc.property(lists, (tokens) => {
          const { end } = ownToken(tokens, NOW) ?? {};
          if (end?.certainty === "certain") expect(living(tokens)).toHaveLength(1);
          if (end?.certainty !== "at-the-latest") return;
          for (const { expiresAt = Infinity } of living(tokens)) expect(expiresAt).toBeLessThanOrEqual(end.at);
        }),
      );
    });
  });
});

describe("asked of Ona,", () => {
  const context = { signal: new AbortController().signal, status: () => undefined };
  const IN_12_DAYS = Date.now() + 12 * DAY;

  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox();
    sandbox.ona.access.tokens.change(sandbox.ona.token, { expiresAt: IN_12_DAYS });
  });
  afterEach(() => sandbox.close());

  const apiOf = (token = sandbox.ona.token) => {
    const retry = new Retry({ clock: systemClock, random: () => 0, maxRetries: 0 });
    return new OnaApi({ baseUrl: sandbox.ona.apiUrl, token, requestTimeout: 10_000, retry });
  };
  const ask = async (api = apiOf()) => findOwnToken(api, await api.identity(context), context, Date.now());

  test("the only token is known by two calls, which change nothing", async () => {
    expect(await ask()).toEqual({
      end: { at: IN_12_DAYS, madeAt: expect.any(Number), certainty: "certain" },
      readOnly: false,
    });
    expect(sandbox.journal.entries().map(({ operation }) => operation)).toEqual([
      "GetAuthenticatedIdentity",
      "ListPersonalAccessTokens",
    ]);
  });

  test("of several the calling one is found, over all pages", async () => {
    const later = { expiresAt: IN_12_DAYS + DAY };
    for (let n = 0; n < 120; n++) sandbox.ona.access.addToken(later);
    const api = apiOf(sandbox.ona.access.addToken({ readOnly: true, expiresAt: IN_12_DAYS + 2 * DAY }));
    const all = await api.tokens(sandbox.ona.access.userId, context);
    expect(new Set(all.map(({ id }) => id)).size).toBe(122);
    expect(await ask(api)).toEqual({
      end: { at: IN_12_DAYS + 2 * DAY, madeAt: expect.any(Number), certainty: "probable" },
      readOnly: undefined,
    });
  });

  test("a service account is not asked about, and sees no tokens", async () => {
    const api = apiOf(sandbox.ona.access.addToken({ principal: Principal.SERVICE_ACCOUNT }));
    expect(await ask(api)).toBeUndefined();
    expect(sandbox.journal.entries("ListPersonalAccessTokens")).toEqual([]);
    await expect(api.tokens(sandbox.ona.access.serviceAccountId, context)).rejects.toMatchObject({
      reason: "forbidden",
    });
  });

  test("tokens of somebody else do not count", async () => {
    expect(await apiOf().tokens("11111111-1111-4111-8111-111111111111", context)).toEqual([]);
  });

  test.each<Fault>([
    { type: "status", status: 403 },
    { type: "status", status: 503 },
    { type: "html", status: 404 },
    { type: "html", status: 501 },
    { type: "html" },
    { type: "unexpectedJson" },
    { type: "reset" },
  ])("nothing is known after %j", async (kind) => {
    sandbox.faults.inject({ operation: "ListPersonalAccessTokens", kind });
    expect(await ask()).toBeUndefined();
  });
});
