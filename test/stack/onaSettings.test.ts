import { describe, expect, test } from "@jest/globals";
import { parseSettings, type SettingProblem, type Settings, SettingsError } from "../../stack/settings.ts";
import { NAMESPACE } from "../../stack/settingsSchema.ts";

const ORGANIZATION = "11111111-1111-4111-8111-111111111111";
const TENANT = "22222222-2222-4222-8222-222222222222";
const RUNNER = "44444444-4444-4444-8444-444444444444";
const OTHER_RUNNER = "55555555-5555-4555-8555-555555555555";
const CLASSIC = { organizationId: ORGANIZATION };
const ONA = { platform: "ona", runnerId: RUNNER };

type Values = Readonly<Record<string, unknown>>;

/** Objects and lists become JSON, as the engine gives them. */
function config(values: Values, provider: Readonly<Record<string, string>> = {}): Record<string, string> {
  const settings = Object.entries(values).map(([name, value]) => [
    `${NAMESPACE}:${name}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return { "azuread:tenantId": TENANT, ...provider, ...Object.fromEntries(settings) };
}

function parse(values: Values, provider = {}): Settings {
  return parseSettings(config(values, provider), {});
}

/** With the host of an installation, so that it is never what is missing. */
function problems(values: Values): readonly SettingProblem[] {
  try {
    parse(values, { "gitpod:host": "gitpod.example.com" });
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  throw new Error("the settings were accepted");
}

describe("a stack of Ona", () => {
  test("needs the runner and the tenant, and no host of an installation", () => {
    expect(parse(ONA)).toMatchObject({
      applicationName: "Ona",
      permissions: [],
      first: { platform: "ona", runnerId: RUNNER, providerHost: undefined, issuerUrl: undefined, adoptExisting: false },
      integrations: {},
    });
  });

  test("knows the settings of the provider for Ona", () => {
    const provider = { "gitpod:onaToken": "t", "gitpod:onaApiUrl": "https://app.gitpod.io/api" };
    expect(parse(ONA, provider)).toEqual(parse(ONA));
  });

  test("may name one Azure DevOps organization after the host", () => {
    expect(parse({ ...ONA, providerHost: "dev.azure.com/Acme" }).first?.providerHost).toBe("dev.azure.com/acme");
  });

  test("gives its entries what they leave out", () => {
    const issuerUrl = "https://sts.example.com/v2.0";
    const { first, integrations } = parse({
      platform: "ona",
      issuerUrl,
      integrations: { a: { runnerId: RUNNER }, b: { runnerId: OTHER_RUNNER, issuerUrl: "https://b.example.com" } },
    });
    expect(first).toBeUndefined();
    expect(integrations).toMatchObject({
      a: { platform: "ona", runnerId: RUNNER, issuerUrl },
      b: { platform: "ona", runnerId: OTHER_RUNNER, issuerUrl: "https://b.example.com" },
    });
  });
});

describe("a stack of both platforms", () => {
  test("has entries of the other one, which keep its name and need its host", () => {
    const both = { ...CLASSIC, integrations: { new: { platform: "ona", runnerId: RUNNER } } };
    const settings = parse(both, { "gitpod:host": "gitpod.example.com" });
    expect(settings.applicationName).toBe("Gitpod");
    expect(settings.first).toMatchObject({ platform: "classic", organizationId: ORGANIZATION });
    expect(settings.integrations.new).toMatchObject({ platform: "ona", runnerId: RUNNER });
    expect(() => parse(both)).toThrow("gitpod:host is missing");
  });

  test("may have Gitpod Classic in an entry", () => {
    const both = { ...ONA, integrations: { old: { platform: "classic", ...CLASSIC } } };
    const { first, integrations, redirectUri } = parse(both, { "gitpod:host": "gitpod.example.com" });
    expect([first?.platform, integrations.old?.platform]).toEqual(["ona", "classic"]);
    expect(redirectUri).toBe("https://gitpod.example.com/auth/callback");
    expect(() => parse(both)).toThrow("gitpod:host is missing");
  });

  test("needs no host any more when only entries of Ona are left", () => {
    expect(parse({ integrations: { new: ONA } })).toMatchObject({ first: undefined, applicationName: "Gitpod" });
  });
});

describe("a wrong setting says what is wrong and how to fix it", () => {
  const set = `pulumi config set ${NAMESPACE}:`;
  const setIn = (path: string) => `pulumi config set --path '${NAMESPACE}:${path}'`;
  const removeIn = (path: string) => `pulumi config rm --path '${NAMESPACE}:${path}'`;
  const isOfOna = "is a setting of Ona, and the platform is classic: Gitpod Classic has organizationId";
  const isOfClassic = "is a setting of Gitpod Classic, and the platform is ona: Ona has runnerId";

  test.each<[string, Values, string, string, string]>([
    [
      "an unknown platform",
      { ...ONA, platform: "onna" },
      "platform",
      "must be classic or ona",
      `${set}platform classic`,
    ],
    ["no runner", { platform: "ona" }, "runnerId", "is missing", `${set}runnerId '<uuid>'`],
    ["a runner's name", { ...ONA, runnerId: "mine" }, "runnerId", "must be a UUID", `${set}runnerId '<uuid>'`],
    ["a forgotten platform", { runnerId: RUNNER }, "runnerId", isOfOna, `${set}platform ona`],
    [
      "a runner beside the organization",
      { ...CLASSIC, runnerId: RUNNER },
      "runnerId",
      isOfOna,
      `pulumi config rm ${NAMESPACE}:runnerId`,
    ],
    ["an organization", { platform: "ona", ...CLASSIC }, "organizationId", isOfClassic, `${set}platform classic`],
    [
      "an organization beside the runner",
      { ...ONA, ...CLASSIC },
      "organizationId",
      "A stack with both platforms has one of them in integrations",
      `pulumi config rm ${NAMESPACE}:organizationId`,
    ],
    [
      "a redirect URI",
      { ...ONA, redirectUri: "https://gitpod.example.com/auth/callback" },
      "redirectUri",
      "with Ona, the redirect URI is the runner's",
      `pulumi config rm ${NAMESPACE}:redirectUri`,
    ],
    [
      "an issuer without Ona",
      { ...CLASSIC, issuerUrl: "https://sts.example.com/v2.0" },
      "issuerUrl",
      "is a setting of Ona; Gitpod Classic has endpoints",
      `pulumi config rm ${NAMESPACE}:issuerUrl`,
    ],
    [
      "an issuer that is no URL",
      { ...ONA, issuerUrl: "sts" },
      "issuerUrl",
      "is not a URL",
      `${set}issuerUrl 'https://login.microsoftonline.com/<tenant>/v2.0'`,
    ],
    [
      "a repository after the host",
      { ...ONA, providerHost: "dev.azure.com/acme/repo" },
      "providerHost",
      "may have the name of one Azure DevOps organization",
      `${set}providerHost dev.azure.com/acme`,
    ],
    [
      "an organization after the host of Gitpod Classic",
      { ...CLASSIC, providerHost: "dev.azure.com/acme" },
      "providerHost",
      "must be the host alone",
      `${set}providerHost dev.azure.com`,
    ],
    [
      "the same in a stack of both, whose entries have the stack's host",
      { ...ONA, providerHost: "dev.azure.com/acme", integrations: { a: { platform: "classic", ...CLASSIC } } },
      "providerHost",
      "must be the host alone",
      `${set}providerHost dev.azure.com`,
    ],
    [
      "an entry of an unknown platform",
      { integrations: { a: { ...ONA, platform: "gitpod" } } },
      "integrations.a.platform",
      "must be classic or ona",
      `${setIn("integrations.a.platform")} classic`,
    ],
    [
      "an entry of Ona without a runner",
      { ...CLASSIC, integrations: { a: { platform: "ona" } } },
      "integrations.a.runnerId",
      "is missing",
      `${setIn("integrations.a.runnerId")} '<uuid>'`,
    ],
    [
      "a runner in an entry that has forgotten its platform",
      { ...CLASSIC, integrations: { a: { runnerId: RUNNER } } },
      "integrations.a.runnerId",
      isOfOna,
      `${setIn("integrations.a.platform")} ona`,
    ],
    [
      "an organization in an entry of Ona",
      { ...CLASSIC, integrations: { a: { ...ONA, ...CLASSIC } } },
      "integrations.a.organizationId",
      isOfClassic,
      removeIn("integrations.a.organizationId"),
    ],
    [
      "a redirect URI in an entry of Ona",
      { integrations: { a: { ...ONA, redirectUri: "https://a.example.com/" } } },
      "integrations.a.redirectUri",
      "with Ona, the redirect URI is the runner's",
      removeIn("integrations.a.redirectUri"),
    ],
    [
      "an issuer in an entry of Gitpod Classic",
      { integrations: { a: { ...CLASSIC, issuerUrl: "https://sts.example.com" } } },
      "integrations.a.issuerUrl",
      "is a setting of Ona; Gitpod Classic has endpoints",
      removeIn("integrations.a.issuerUrl"),
    ],
    [
      "a misspelt setting of Ona",
      { integrations: { a: { ...ONA, issuer: "x" } } },
      "integrations.a.issuer",
      "is not a setting of an integration; did you mean issuerUrl?",
      removeIn("integrations.a.issuer"),
    ],
    [
      "two integrations of one runner and host",
      { ...ONA, integrations: { a: { runnerId: RUNNER.toUpperCase() } } },
      "integrations.a.runnerId",
      "makes this a second integration for the host and runner of runnerId",
      `${setIn("integrations.a.runnerId")} '<uuid>'`,
    ],
    [
      "the name of the stack's app for its own",
      { ...ONA, integrations: { a: { runnerId: OTHER_RUNNER, ownApplication: true, applicationName: "Ona" } } },
      "integrations.a.applicationName",
      "must differ from that of the stack's applicationName",
      `${setIn("integrations.a.applicationName")} Ona-a`,
    ],
  ])("%s", (_, values, key, message, fix) => {
    expect(problems(values)).toEqual([{ key: `${NAMESPACE}:${key}`, message: expect.stringContaining(message), fix }]);
  });

  test("a permission that a platform of the stack always asks for, with the platforms that ask", () => {
    const both = { ...CLASSIC, integrations: { a: ONA } };
    const add = (index: number, name: string) => `${setIn(`permissions[${index}]`)} ${name}`;
    expect(problems({ ...both, permissions: ["vso.profile", "openid"] })).toEqual([
      {
        key: `${NAMESPACE}:permissions[2]`,
        message: "is missing: Gitpod Classic and Ona always ask for it; write vso.code_write",
        fix: add(2, "vso.code_write"),
      },
      {
        key: `${NAMESPACE}:permissions[3]`,
        message: "is missing: Ona always asks for it; write offline_access",
        fix: add(3, "offline_access"),
      },
    ]);
    expect(problems({ ...CLASSIC, permissions: ["vso.code_write"] })).toMatchObject([
      { message: "is missing: Gitpod Classic always asks for it; write vso.profile" },
    ]);
    const enough = ["vso.code_write", "openid", "offline_access"];
    expect(parse({ ...ONA, permissions: enough }).permissions).toEqual(enough);
  });
});

test("one runner may have integrations for several hosts", () => {
  const entry = { platform: "ona", runnerId: RUNNER };
  const integrations = {
    a: { ...entry, providerHost: "dev.azure.com/a" },
    b: { ...entry, providerHost: "dev.azure.com/b" },
  };
  expect(Object.keys(parse({ integrations }).integrations)).toEqual(["a", "b"]);
});
