import { describe, expect, test } from "@jest/globals";
import { NAMESPACE } from "../../stack/settingsSchema.ts";
import { CLASSIC, ONA, OTHER_RUNNER, parse, problems, RUNNER, type Values } from "./support/ona.ts";

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
    [
      "an organization",
      { platform: "ona", ...CLASSIC },
      "organizationId",
      isOfClassic,
      `pulumi config rm ${NAMESPACE}:organizationId`,
    ],
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

  test("all settings of the other platform are reported at once", () => {
    const redirectUri = "https://gitpod.example.com/auth/callback";
    const keys = (values: Values) => problems(values).map(({ key }) => key.replace(`${NAMESPACE}:`, ""));
    expect(keys({ ...ONA, ...CLASSIC, redirectUri })).toEqual(["organizationId", "redirectUri"]);
    expect(keys({ ...CLASSIC, runnerId: RUNNER, issuerUrl: "https://sts.example.com/v2.0" })).toEqual([
      "runnerId",
      "issuerUrl",
    ]);
    // Where only the platform was forgotten, its other settings are right.
    expect(keys({ runnerId: RUNNER, issuerUrl: "https://sts.example.com/v2.0" })).toEqual(["runnerId"]);
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
        message: "is missing: Ona always asks for it; write vso.code",
        fix: add(3, "vso.code"),
      },
      {
        key: `${NAMESPACE}:permissions[4]`,
        message: "is missing: Ona always asks for it; write offline_access",
        fix: add(4, "offline_access"),
      },
    ]);
    expect(problems({ ...CLASSIC, permissions: ["vso.code_write"] })).toMatchObject([
      { message: "is missing: Gitpod Classic always asks for it; write vso.profile" },
    ]);
    const enough = ["vso.code", "vso.code_write", "openid", "offline_access"];
    expect(parse({ ...ONA, permissions: enough }).permissions).toEqual(enough);
  });
});
