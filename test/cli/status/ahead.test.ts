import { describe, expect, test } from "@jest/globals";
import { courseWords, daysAhead, secretsAhead } from "../../../cli/status/ahead.ts";
import { page } from "../../../cli/status/page.ts";
import { pieces } from "./support/markup.ts";
import { NOW, reading, reportOf, secretWithLeft, stored } from "./support/readings.ts";

const DAY = 86_400_000;
const withSecret = (...given: Parameters<typeof secretWithLeft>) =>
  reportOf([reading({ integrations: [stored({ placeName: "Acme", secret: secretWithLeft(...given) })] })]);
const words = (report: ReturnType<typeof reportOf>) =>
  secretsAhead(report).map((secret) => {
    const { headline, detail } = courseWords(secret, NOW);
    return `${secret.course}: ${headline} ${detail}`;
  });

describe("a client secret", () => {
  test.each<[string, Parameters<typeof secretWithLeft>, string]>([
    ["that ended", [-3], "ended: ended 3 days ago on 2030-02-27: nobody can sign in"],
    ["that ends now", [0], "ended: ended today on 2030-03-02: nobody can sign in"],
    ["about which a warning is shown", [12], "ending: ends in 12 days on 2030-03-14, and nothing renews it"],
    ["without a warning yet", [31], "calm: ends in 31 days on 2030-04-02, with a warning from 2030-03-03"],
    ["that is due", [20, 150], "due: renewal due by the next deployment, before 2030-03-22"],
    ["renewed by age", [40, 150], "renewed: renewal in 10 days by a deployment from 2030-03-12, before 2030-04-11"],
  ])("%s has words of its own", (_, given, expected) => {
    expect(words(withSecret(...given))).toEqual([expected]);
  });

  test("that Entra refuses is told as that, unless it has ended", () => {
    const refused = (days: number) => {
      const one = stored({ secret: secretWithLeft(days), refusedSince: "2030-03-01T08:00:00Z" });
      const live = { verified: true, problems: [], refusedSince: one.refusedSince };
      const integrations = new Map([[one.name, live]]);
      return reportOf([reading({ integrations: [one], clouds: { drifted: [], integrations } })]);
    };
    expect(words(refused(90))).toEqual(["refused: refused by Entra, first seen on 2030-03-01: nobody can sign in"]);
    expect(daysAhead(refused(90), Number.POSITIVE_INFINITY)).toEqual([]);
    expect(words(refused(-1))).toEqual([expect.stringMatching(/^ended: /)]);
  });

  test("that integrations share is one entry, with their places", () => {
    const shared = secretWithLeft(60);
    const named = ["Acme", "Globex", "Initech", "Umbrella"].map((placeName) =>
      stored({ name: placeName, placeName, secret: shared }),
    );
    const own = stored({ name: "own", place: "5a4d", secret: secretWithLeft(50) });
    const found = secretsAhead(reportOf([reading({ integrations: [...named, own] })]));
    expect(found.map(({ places }) => places)).toEqual(["5a4d", "Acme, Globex and 2 more"]);
  });

  test("that nobody manages, or whose integration is gone, has no entry", () => {
    const unmanaged = stored({ name: "unmanaged", secret: undefined });
    const deleted = { type: "gitpod:index:AuthProvider", name: "gone", deleted: true, properties: [] };
    const clouds = { drifted: [deleted], integrations: new Map() };
    expect(secretsAhead(reportOf([reading({ integrations: [unmanaged, stored({ name: "gone" })], clouds })]))).toEqual(
      [],
    );
  });
});

test("what has to be replaced first comes first", () => {
  const stack = (name: string, ...given: Parameters<typeof secretWithLeft>) =>
    reading({ stack: name, integrations: [stored({ secret: secretWithLeft(...given) })] });
  const found = secretsAhead(
    reportOf([stack("calm", 90), stack("renewed", 120, 100), stack("ended", -1), stack("ending", 9)]),
  );
  expect(found.map(({ stack: name }) => name)).toEqual(["ended", "ending", "renewed", "calm"]);
});

test("the days ahead are those after the report and before the given one", () => {
  const report = withSecret(40, 150);
  const what = (days: number) => daysAhead(report, NOW + days * DAY).map((each) => each.what);
  expect(what(9)).toEqual([]);
  expect(what(10)).toEqual(["deployments renew it"]);
  expect(what(40)).toEqual(["deployments renew it", "ends, unless renewed before"]);
  expect(daysAhead(withSecret(20, 150), NOW + 90 * DAY).map((each) => each.what)).toEqual([
    "ends, unless renewed before",
  ]);
});

describe("the time line", () => {
  const drawn = (report: ReturnType<typeof reportOf>) => {
    const all = pieces(page(report));
    const first = all.findIndex(({ attributes }) => attributes.class === "lanes");
    const shown = all
      .slice(first)
      .filter(({ attributes }) => /^(life|notice|spare|warns|renews|ends)$/.test(attributes.class ?? ""));
    return shown.map(({ attributes }) => attributes.class);
  };

  test.each<[string, Parameters<typeof secretWithLeft>, string[]]>([
    ["that ended", [-3], ["ends"]],
    ["about which a warning is shown", [12], ["notice", "warns", "ends"]],
    ["without a warning yet", [31], ["life", "notice", "warns", "ends"]],
    ["that is due", [20, 150], ["spare", "renews", "ends"]],
    ["renewed by age", [40, 150], ["life", "spare", "renews", "ends"]],
    ["that ends far beyond the line", [900], ["life", "notice"]],
  ])("draws a secret %s by shapes of its own", (_, given, expected) => {
    expect(drawn(withSecret(...given))).toEqual(expected);
  });

  test("is hidden from a screen reader, which has the words", () => {
    const all = pieces(page(withSecret(31)));
    const drawings = all.filter(({ tag, attributes }) => tag === "svg" && attributes.class !== "mark");
    expect(drawings.length).toBeGreaterThan(3);
    const hidden = drawings.filter(({ attributes }) => attributes["aria-hidden"] === "true");
    // The names of the months are inside a part that is hidden as a whole.
    expect(drawings.length - hidden.length).toBe(1);
  });

  test("keeps every bar and mark on the line, whatever the dates", () => {
    const integrations = [-400, -1, 0, 0.3, 12, 100, 364, 4000].map((days, index) =>
      stored({ name: `i${index}`, secret: secretWithLeft(days, index % 2 === 0 ? 100 : undefined) }),
    );
    const all = pieces(page(reportOf([reading({ integrations })])));
    const places = all.flatMap(({ attributes: { x = "0%", width = "0" } }) => [
      Number.parseFloat(x) + (width.endsWith("%") ? Number.parseFloat(width) : 0),
    ]);
    expect(places.filter((place) => !(place >= 0 && place <= 100.01))).toEqual([]);
  });
});
