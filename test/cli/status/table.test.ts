import { describe, expect, test } from "@jest/globals";
import { stylesFor } from "../../../cli/shared/terminal.ts";
import { type Screen, table, wrapped } from "../../../cli/status/table.ts";
import { NOW, reading, reportOf, secretWithLeft, stored, variedReport } from "./support/readings.ts";

const terminal = { isTTY: true, write: () => true };
const log: Screen = { styles: stylesFor({ write: () => true }, {}), columns: Number.POSITIVE_INFINITY, blocks: false };
const lines = (screen: Partial<Screen> = {}, report = variedReport()) =>
  table(report, { ...log, ...screen }).split("\n");
const rows = (screen: Partial<Screen> = {}) => lines(screen).slice(0, 9);
/** The state can contain anything. */
const HOSTILE = "a\u001b[2Jb\u202ec\nd";

describe("a log", () => {
  test("gets a table in ASCII, with an error below its row", () => {
    expect(rows()).toEqual([
      "Stack   Platform            Host           Belongs to                                       Verified    Client secret                          Updated (UTC)     Drift",
      "prod    gitpod.example.com  dev.azure.com  Acme (5a4db0c5-0000-4000-8000-000000000001)      yes         #######--- 52 days old, 128 left       2030-01-09 08:15  no",
      "ending  gitpod.example.com  dev.azure.com  Acme (5a4db0c5-0000-4000-8000-000000000001)      no          #--------- 168 days old, 12 left       2030-01-09 08:15  no",
      "many    gitpod.example.com  dev.azure.com  Acme (5a4db0c5-0000-4000-8000-000000000001)      yes         #--------- 160 days old, 20 left, due  2030-01-09 08:15  no",
      "many    gitpod.example.com  dev.azure.com  Globex (5a4db0c5-0000-4000-8000-000000000002)    yes         not managed                            2030-01-09 08:15  yes",
      "ona     Ona                 dev.azure.com  Acme AWS (5a4db0c5-0000-4000-8000-000000000003)  no (oauth)  #######--- 52 days old, 128 left       2030-01-09 08:15  no",
      "new     -                   -              -                                                -           -                                      -                 -",
      "locked  gitpod.example.com  dev.azure.com  Acme (5a4db0c5-0000-4000-8000-000000000001)      unknown     #######--- 52 days old, 128 left       2030-01-09 08:15  unknown",
      "  error: the clouds could not be read: incorrect passphrase",
    ]);
  });

  test("gets the findings below the table by who has to act, the dates ahead, and the outcome last", () => {
    const heads = lines()
      .slice(10)
      .filter((line) => /^\S/.test(line))
      .map((line) => line.split(":")[0]);
    expect(heads).toEqual([
      "An owner of organization Acme",
      "! ending",
      "A person who may deploy",
      "! ending",
      "! many",
      "! ona",
      "! new",
      "Nobody",
      "- many",
      "Client secrets in the next 90 days",
      "4 of 6 stacks need a person. 1 of 6 stacks could not be read in full.",
    ]);
    const calm = lines({}, reportOf([reading()]));
    expect(calm.slice(2)).toEqual(["", "Nothing needs a person."]);
  });

  test("gets the dates of the next 90 days in order, with what happens to whose secret", () => {
    const integrations = [
      stored({ name: "one", placeName: "Acme", secret: secretWithLeft(100) }),
      stored({ name: "two", place: "b", secret: secretWithLeft(40, 170) }),
    ];
    const all = lines({}, reportOf([reading({ integrations })]));
    expect(all.slice(all.indexOf("Client secrets in the next 90 days") + 1, -2)).toEqual([
      "  2030-04-01  deployments renew it         prod (b)",
      "  2030-04-11  ends, unless renewed before  prod (b)",
      "  2030-05-11  warnings begin               prod (Acme)",
    ]);
  });

  test("says when drift was not asked for", () => {
    const report = reportOf([reading({ clouds: undefined })], false);
    expect(lines({}, report)[1]).toMatch(/ yes .* not asked$/);
  });

  test.each([
    ["update", "failed", "2030-01-09 08:15 failed"],
    ["refresh", "succeeded", "2030-01-09 08:15 refresh"],
  ])("says how the last %s %s", (kind, result, expected) => {
    const lastUpdate = { kind, result, at: "2030-01-09T08:15:30.000Z" };
    expect(lines({}, reportOf([reading({ lastUpdate })]))[1]).toContain(expected);
  });

  test("says when a secret ended", () => {
    const report = reportOf([reading({ integrations: [stored({ secret: secretWithLeft(-2) })] })]);
    expect(lines({}, report)[1]).toContain("---------- ended 2030-02-28");
  });
});

describe("a terminal", () => {
  const styled = { styles: stylesFor(terminal, {}), blocks: true };

  test("gets colours and blocks", () => {
    const [, prod, ending] = lines(styled);
    expect(prod).toContain("███████░░░ 52 days old");
    expect(prod).toContain("\u001b[32myes");
    expect(ending).toContain("\u001b[31mno");
  });

  const acme = (place: string, placeName?: string) => reading({ integrations: [stored({ place, placeName })] });
  const ids = ["5a4db0c5-0000-4000-8000-000000000001", "6b4db0c5-0000-4000-8000-000000000001"] as const;

  test.each([
    [160, "Acme (5a4db0c5...)  "],
    [140, "Acme        "],
  ])("of %d columns gets a shorter place", (columns, expected) => {
    const [head = "", first = ""] = lines({ columns });
    expect(first).toContain(`dev.azure.com  ${expected}`);
    expect(Math.max(head.length, first.length)).toBeLessThanOrEqual(columns);
  });

  test("keeps what tells places apart that have no name, or the same one", () => {
    const shown = (columns: number, ...names: (string | undefined)[]) =>
      lines({ columns }, reportOf(names.map((name, index) => acme(ids[index] ?? "", name))))
        .slice(1, 3)
        .map((line) => line.split(/ {2,}/)[3]);
    expect(shown(125, undefined, "Acme")).toEqual(["5a4db0c5...", "Acme"]);
    expect(shown(130, "Acme", "Acme")).toEqual(["Acme (5a4db0c5...)", "Acme (6b4db0c5...)"]);
  });

  test.each([100, 80, 60])("of %d columns gets a block for each integration, and no longer line", (columns) => {
    const all = lines({ columns });
    expect(all.slice(0, 8)).toEqual([
      "prod",
      "  Platform       gitpod.example.com",
      "  Host           dev.azure.com",
      "  Belongs to     Acme (5a4db0c5-0000-4000-8000-000000000001)",
      "  Verified       yes",
      "  Client secret  #######--- 52 days old, 128 left",
      "  Updated (UTC)  2030-01-09 08:15",
      "  Drift          no",
    ]);
    expect(all.filter((line) => line.length > columns)).toEqual([]);
  });
});

test("nothing from the state moves the cursor, hides text or starts a line", () => {
  const hostile = stored({ name: HOSTILE, gitpodHost: HOSTILE, providerHost: HOSTILE, place: HOSTILE });
  const text = table(
    reportOf([reading({ stack: HOSTILE, integrations: [{ ...hostile, verified: false }], error: HOSTILE })]),
    log,
  );
  expect([text.includes("\u001b"), text.includes("\u202e"), /^d/m.test(text)]).toEqual([false, false, false]);
  expect(text).toContain("a\\u{1b}[2Jb\\u{202e}c d");
});

test("long words stay whole, and every line is indented", () => {
  expect(wrapped("one two threefourfive six", "  ", 9)).toEqual(["  one two", "  threefourfive", "  six"]);
});

test("the report has the time of the assessment", () => {
  expect(variedReport().readAt).toBe(NOW);
});
