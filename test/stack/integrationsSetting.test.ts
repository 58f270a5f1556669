import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseSettings, SettingsError } from "../../stack/settings.ts";
import { NAMESPACE } from "../../stack/settingsSchema.ts";

const ORGANIZATION = "11111111-1111-4111-8111-111111111111";
const OTHER = "33333333-3333-4333-8333-333333333333";
const BASE = {
  "gitpod:host": "gitpod.example.com",
  "azuread:tenantId": "22222222-2222-4222-8222-222222222222",
};
const KEY = `${NAMESPACE}:integrations`;

function config(integrations: unknown, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const settings = Object.entries(more).map(([name, text]) => [`${NAMESPACE}:${name}`, text]);
  return { ...BASE, ...Object.fromEntries(settings), [KEY]: JSON.stringify(integrations) };
}

function problems(integrations: unknown, more: Readonly<Record<string, string>> = {}) {
  try {
    parseSettings(config(integrations, more), {});
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  throw new Error("the settings were accepted");
}

describe("an entry", () => {
  test("uses the stack's settings where it has none", () => {
    const settings = parseSettings(
      config(
        { payments: { organizationId: OTHER }, "2nd-host": { providerHost: "DevOps.example.com" } },
        {
          organizationId: ORGANIZATION,
          adoptExisting: "true",
        },
      ),
      {},
    );
    expect(settings.organizationId).toBe(ORGANIZATION);
    expect(settings.integrations).toEqual({
      payments: {
        platform: "classic",
        place: OTHER,
        providerHost: "dev.azure.com",
        adoptExisting: true,
        ownApplicationName: undefined,
      },
      "2nd-host": {
        platform: "classic",
        place: ORGANIZATION,
        providerHost: "devops.example.com",
        adoptExisting: true,
        ownApplicationName: undefined,
      },
    });
  });

  test("accepts true and false as texts, like the stack's own settings", () => {
    const entry = (adoptExisting: unknown) => ({ payments: { organizationId: OTHER, adoptExisting } });
    for (const [text, meaning] of [
      ["true", true],
      ["false", false],
    ] as const) {
      expect(parseSettings(config(entry(text)), {}).integrations.payments?.adoptExisting).toBe(meaning);
    }
    expect(problems(entry("yes"))).toMatchObject([{ message: "must be true or false" }]);
  });

  test("can have its own app, named after the stack's setting and the entry", () => {
    const { organizationId, integrations } = parseSettings(
      config({
        a: { organizationId: ORGANIZATION, ownApplication: true },
        b: { organizationId: OTHER, ownApplication: true, applicationName: "Git" },
      }),
      {},
    );
    expect(organizationId).toBeUndefined();
    expect(Object.values(integrations).map(({ ownApplicationName }) => ownApplicationName)).toEqual([
      "Gitpod a",
      "Git",
    ]);
  });
});

describe("a wrong entry says what is wrong and how to fix it", () => {
  const set = `pulumi config set --path '${KEY}`;
  const remove = `pulumi config rm --path '${KEY}`;
  test.each<[string, unknown, string, string, string]>([
    ["a text", "x", "", "must map names to settings", `${set}.<name>.organizationId' '<uuid>'`],
    ["a list", [{}], "", "must map names to settings", `pulumi config rm ${KEY}`],
    ["an entry that is not a map", { a: "x" }, ".a", "must be a map of settings", `${remove}.a'`],
    ["a name with a dot", { "a.b": {} }, '["a.b"]', "is not a name for an integration", `${remove}["a.b"]'`],
    ["a name with a quote", { "a'b": {} }, '["a\'b"]', "is not a name", `${remove}["a'\\''b"]'`],
    ["an empty name", { "": {} }, '[""]', "is not a name", `${remove}[""]'`],
    ["a long name", { ["a".repeat(41)]: {} }, `.${"a".repeat(41)}`, "40 at most", `${remove}.${"a".repeat(41)}'`],
    ["no organization", { a: {} }, ".a.organizationId", "is missing", `${set}.a.organizationId' '<uuid>'`],
    [
      "not a UUID",
      { a: { organizationId: "x" } },
      ".a.organizationId",
      "must be a UUID",
      `${set}.a.organizationId' '<uuid>'`,
    ],
    [
      "a URL for the host",
      { a: { organizationId: OTHER, providerHost: "https://dev.azure.com" } },
      ".a.providerHost",
      "without a scheme",
      `${set}.a.providerHost' dev.azure.com`,
    ],
    [
      "a name for an app that it shares",
      { a: { organizationId: OTHER, applicationName: "A" } },
      ".a.ownApplication",
      "must be true",
      `${set}.a.ownApplication' true`,
    ],
    [
      "neither true nor false",
      { a: { organizationId: OTHER, ownApplication: "yes" } },
      ".a.ownApplication",
      "must be true or false",
      `${set}.a.ownApplication' true`,
    ],
    [
      "an unknown setting",
      { a: { organizationId: OTHER, organisationId: OTHER } },
      ".a.organisationId",
      "did you mean organizationId?",
      `${remove}.a.organisationId'`,
    ],
    [
      "the same organization and host, whatever the case",
      { a: { organizationId: OTHER }, b: { organizationId: OTHER.toUpperCase(), providerHost: "DEV.azure.com" } },
      ".b.organizationId",
      "host and organization of a",
      `${set}.b.organizationId' '<uuid>'`,
    ],
    [
      "the name of the stack's app",
      { a: { organizationId: OTHER, ownApplication: true, applicationName: "Gitpod" } },
      ".a.applicationName",
      "must differ from that of the stack's applicationName",
      `${set}.a.applicationName' Gitpod-a`,
    ],
  ])("%s", (_, entries, path, message, fix) => {
    expect(problems(entries)).toEqual([{ key: `${KEY}${path}`, message: expect.stringContaining(message), fix }]);
  });

  test("the stack's own organization and host", () => {
    const [problem, ...others] = problems({ a: {} }, { organizationId: ORGANIZATION });
    expect(others).toEqual([]);
    expect(problem?.message).toContain("host and organization of organizationId");
  });

  test("an empty map leaves the organization to the single setting", () => {
    expect(problems({})).toEqual([
      {
        key: `${NAMESPACE}:organizationId`,
        message: "is missing",
        fix: `pulumi config set ${NAMESPACE}:organizationId '<uuid>'`,
      },
    ]);
  });

  test("even when another setting is wrong", () => {
    const keys = problems({ a: {} }, { providerHost: "https://x" }).map(({ key }) => key);
    expect(keys).toEqual([`${NAMESPACE}:providerHost`, `${KEY}.a.organizationId`]);
  });
});

test("any map gives settings or problems, and never two integrations for one host of an organization", () => {
  const entry = fc.record(
    {
      organizationId: fc.constantFrom(ORGANIZATION, OTHER, OTHER.toUpperCase(), "x"),
      providerHost: fc.constantFrom("dev.azure.com", "Dev.azure.com", "b.example.com", ""),
      ownApplication: fc.boolean(),
      applicationName: fc.constantFrom("Gitpod", "A"),
      __proto__: fc.constant({}),
    },
    { requiredKeys: [] },
  );
  const names = fc.oneof(fc.constantFrom("a", "b", "c", "__proto__", "constructor"), fc.string());
  const maps = fc.dictionary(
    names,
    fc.oneof({ weight: 9, arbitrary: entry }, { weight: 1, arbitrary: fc.jsonValue() }),
  );
  fc.assert(
    fc.property(maps, fc.constantFrom({}, { organizationId: ORGANIZATION }), (map, more) => {
      try {
        const { integrations } = parseSettings(config(map, more), {});
        expect(Object.keys(integrations).sort()).toEqual(Object.keys(map).sort());
        const places = Object.values(integrations).map((each) => `${each.place} ${each.providerHost}`);
        expect(new Set(places).size).toBe(places.length);
      } catch (error) {
        if (!(error instanceof SettingsError)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});
