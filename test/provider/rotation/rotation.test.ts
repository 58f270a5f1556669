import { describe, expect, test } from "@jest/globals";
import { rotation } from "../../../provider/rotation/rotation.ts";
import { changedInputs, expiryWarning, isDue, issue, issuesAnew } from "../../../provider/rotation/schedule.ts";
import { UNKNOWN } from "../../../provider-kit/values.ts";
import { fakeContext } from "../classic/support/fakes.ts";

const DAY = 86_400_000;
const START = Date.parse("2030-01-01T00:00:00.789Z");
const ISSUED = issue(3, 180, START);
const STATE = { lifetimeDays: 180, ...ISSUED };

describe("the schedule", () => {
  test("issues in whole seconds, so that a read shows no drift", () => {
    expect(ISSUED).toEqual({ generation: 3, issuedAt: "2030-01-01T00:00:00Z", expiresAt: "2030-06-30T00:00:00Z" });
  });

  test("counts days, not dates: summer time and leap years change nothing", () => {
    const { issuedAt, expiresAt } = issue(1, 366, Date.parse("2027-12-31T23:59:59Z"));
    expect(Date.parse(expiresAt) - Date.parse(issuedAt)).toBe(366 * DAY);
  });

  test("is due from the exact moment", () => {
    const due = Date.parse(STATE.issuedAt) + 90 * DAY;
    expect([isDue(STATE, 90, due - 1), isDue(STATE, 90, due), isDue(STATE, 90, due + DAY)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test.each<undefined | typeof UNKNOWN>([undefined, UNKNOWN])(
    "is due only at its end without a known age limit (%p)",
    (rotateAfterDays) => {
      const end = Date.parse(STATE.expiresAt);
      expect([isDue(STATE, rotateAfterDays, end - 1), isDue(STATE, rotateAfterDays, end)]).toEqual([false, true]);
    },
  );

  test("issues new dates for another lifetime, another trigger or age, and for nothing else", () => {
    const changed = (...names: string[]) => issuesAnew(new Set(names));
    expect([changed("lifetimeDays"), changed("trigger"), changed("issuedAt")]).toEqual([true, true, true]);
    expect([changed(), changed("rotateAfterDays")]).toEqual([false, false]);
    expect([...changedInputs({ ...STATE, trigger: "a" }, { lifetimeDays: 90, trigger: "b" })]).toEqual([
      "lifetimeDays",
      "trigger",
    ]);
    expect(changedInputs(STATE, { lifetimeDays: 180, rotateAfterDays: 5 }).size).toBe(0);
  });
});

describe("warnings", () => {
  const END = Date.parse(STATE.expiresAt);
  const advise = (daysLeft: number, news: object = {}, changed: string[] = [], state = STATE) =>
    expiryWarning({
      state,
      news: { lifetimeDays: state.lifetimeDays, ...news },
      changed: new Set(changed),
      clock: { now: () => END - daysLeft * DAY, sleep: () => Promise.reject(new Error("not expected")) },
    });

  test("nothing while there is time, a warning from 30 days before the end and after it", () => {
    expect(advise(30.01)).toBeUndefined();
    expect(advise(30)).toEqual({ severity: "warn", message: expect.stringContaining("in 30 days, on 2030-06-30") });
    expect(advise(0.5)).toEqual({ severity: "warn", message: expect.stringContaining("within a day, on 2030-06-30") });
    expect(advise(0)?.message).toMatch(/^the client secret ended on 2030-06-30: .*`pulumi up` makes a new one/);
  });

  test("says what to run, and on which platform somebody must activate again", () => {
    expect(advise(3)?.message).toMatch(
      /pulumi config set rotationTrigger .*`pulumi up`.*In Gitpod Classic .* activates the integration again/,
    );
  });

  test("none if age renews the secret, unless that did not happen", () => {
    expect(advise(3, { rotateAfterDays: 150 })).toBeUndefined();
    expect(advise(-1, { rotateAfterDays: 150 })?.message).toContain("ended on 2030-06-30");
  });

  test.each(["trigger", "lifetimeDays", "issuedAt"])("none in the run that renews it (%s)", (name) => {
    expect(advise(3, {}, [name])).toBeUndefined();
  });

  test("none of the end of a secret whose lifetime is not known, but of one that has ended", () => {
    const state = { ...STATE, lifetimeDays: UNKNOWN as unknown as number };
    expect(advise(3, {}, [], state)).toBeUndefined();
    expect(advise(0, {}, [], state)?.message).toContain("ended on 2030-06-30");
  });

  test("none for a short-lived secret in its first half", () => {
    const state = { ...STATE, lifetimeDays: 10 };
    expect(advise(5.1, {}, [], state)).toBeUndefined();
    expect(advise(5, {}, [], state)?.severity).toBe("warn");
  });
});

describe("a rotation", () => {
  const { create, read, update, delete: remove } = rotation.lifecycle(undefined);

  test("begins with generation 1 and an id of its own", async () => {
    const [one, two] = [
      await create({ lifetimeDays: 30 }, fakeContext()),
      await create({ lifetimeDays: 30 }, fakeContext()),
    ];
    expect(one.outputs).toMatchObject({
      generation: 1,
      issuedAt: "2030-01-01T00:00:00Z",
      expiresAt: "2030-01-31T00:00:00Z",
    });
    expect(one.id).not.toBe(two.id);
  });

  test("keeps its dates when only the age limit changes, and renews them when that makes it due", async () => {
    const context = fakeContext();
    expect(await update("id", STATE, { lifetimeDays: 180, rotateAfterDays: 90 }, context)).toEqual(ISSUED);
    context.clock.advance(91 * DAY);
    expect(await update("id", STATE, { lifetimeDays: 180, rotateAfterDays: 90 }, context)).toEqual(
      issue(4, 180, context.clock.now()),
    );
  });

  test("exists only in the state", async () => {
    expect(await read("id", STATE, fakeContext())).toEqual({ inputs: {}, outputs: ISSUED });
    expect(await read("id", undefined, fakeContext())).toBeUndefined();
    await expect(remove("id", STATE, fakeContext())).resolves.toBeUndefined();
  });

  test("in a preview leaves unknown what will be issued", () => {
    const news = { lifetimeDays: 180 };
    const open = { generation: UNKNOWN, issuedAt: UNKNOWN, expiresAt: UNKNOWN };
    expect(rotation.preview?.({ old: undefined, news, changed: new Set() })).toEqual(open);
    expect(rotation.preview?.({ old: STATE, news, changed: new Set(["issuedAt"]) })).toEqual(open);
    expect(rotation.preview?.({ old: STATE, news, changed: new Set(["rotateAfterDays"]) })).toEqual({});
  });
});
