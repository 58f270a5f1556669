import { describe, expect, test } from "@jest/globals";
import { parseSettings } from "../../../ops/bootstrap/settings.ts";
import { NAMESPACE, SETTING_NAMES } from "../../../ops/bootstrap/settingsSchema.ts";
import { SettingsError } from "../../../stack/settings.ts";

const TENANT = "22222222-2222-4222-8222-222222222222";
const EID = "/eid1/c/pub/t/AAAA/a/BBBB/sc/33333333-3333-4333-8333-333333333333/44444444-4444-4444-8444-444444444444";

function parse(settings: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  const named = Object.entries(settings).map(([name, value]) => [`${NAMESPACE}:${name}`, value]);
  return parseSettings({ "azuread:tenantId": TENANT, "gitpod:host": "x", ...Object.fromEntries(named) }, env);
}

function problems(settings: Readonly<Record<string, string>>) {
  try {
    parse(settings);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe("settings", () => {
  test("have defaults; only the tenant is required", () => {
    expect(parse({})).toEqual({
      tenantId: TENANT,
      applicationName: "Gitpod Azure DevOps",
      owners: [],
      githubIssuer: "https://token.actions.githubusercontent.com",
      gitlabBranch: "main",
      gitlabProtectedEnvironments: "true",
      gitlabIssuer: "https://gitlab.com",
    });
    expect(parseSettings({}, { ARM_TENANT_ID: TENANT }).tenantId).toBe(TENANT);
    expect(() => parseSettings({}, {})).toThrow("pulumi config set azuread:tenantId '<uuid>'");
  });

  test.each([
    ["githubRepository", "acme/gitpod.io"],
    ["githubRepository", "acme@123456/gitpod@456789"],
    ["gitlabProject", "acme/platform/gitpod"],
    ["gitlabBranch", "release/1.x"],
    ["gitlabProtectedEnvironments", "false"],
    ["serviceManagementReference", "SNOW-1234"],
    ["gitlabIssuer", "https://gitlab.example.com:8443/git"],
    ["githubIssuer", "https://github.example.com/_services/token"],
    ["azurePipelinesPreviewSubject", EID],
    ["owners", '["33333333-3333-4333-8333-333333333333"]'],
  ])("accept %s = %s", (name, value) => {
    expect(problems({ [name]: value })).toEqual([]);
  });

  test.each([
    ["githubRepository", "https://github.com/acme/gitpod"],
    ["githubRepository", "acme"],
    ["githubRepository", "acme/*"],
    ["githubRepository", "acme@123456/gitpod"],
    ["githubRepository", "acme/gitpod:environment:other"],
    ["gitlabProject", "acme"],
    ["gitlabProject", "acme/*"],
    ["gitlabBranch", "*"],
    ["gitlabBranch", "feature/*"],
    ["gitlabProtectedEnvironments", "no"],
    ["serviceManagementReference", " "],
    ["gitlabIssuer", "http://gitlab.example.com"],
    ["gitlabIssuer", "https://gitlab.com/"],
    ["azurePipelinesPreviewSubject", "sc://acme/gitpod"],
    ["azurePipelinesPreviewSubject", "sc://acme/gitpod/*"],
    ["azurePipelinesProductionSubject", "/eid1/c/pub/t/AAAA/a/BBBB"],
    ["applicationName", " "],
  ])("refuse %s = %j, with the command that fixes it", (name, value) => {
    const [problem] = problems({ [name]: value });
    expect(problem?.message).toMatch(/^must /);
    expect(problem?.fix).toMatch(new RegExp(`^pulumi config set ${NAMESPACE}:${name} '\\S*<.+>'$`));
  });

  // B6: Entra refuses a token with AADSTS7002138 whose issuer or subject differs by a capital letter.
  test("are normalized to the form in tokens", () => {
    const upper = TENANT.toUpperCase();
    expect(parseSettings({ "azuread:tenantId": "ABCDEF01-2222-4222-8222-222222222222" }, {}).tenantId).toBe(
      "abcdef01-2222-4222-8222-222222222222",
    );
    const written = parse({
      owners: '["ABCDEF33-3333-4333-8333-333333333333"]',
      gitlabIssuer: "HTTPS://GitLab.Example.com/Git",
      azurePipelinesIssuer: `https://Login.MicrosoftOnline.com/${upper}/v2.0`,
      githubRepository: "ACME/Gitpod",
    });
    expect(written).toMatchObject({
      owners: ["abcdef33-3333-4333-8333-333333333333"],
      gitlabIssuer: "https://gitlab.example.com/Git",
      azurePipelinesIssuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
      githubRepository: "ACME/Gitpod",
    });
  });

  test("name the wrong item of a list", () => {
    expect(problems({ owners: '["somebody@example.com"]' })).toMatchObject([
      { key: `${NAMESPACE}:owners[0]`, fix: `pulumi config set --path '${NAMESPACE}:owners[0]' '<object-id>'` },
    ]);
  });

  test("report all problems at once, including unknown names", () => {
    const wrong = problems({ githubRepositry: "acme/gitpod", gitlabBranch: "*", gitlabProject: "x" });
    expect(wrong.map(({ key }) => key.split(":")[1]).sort()).toEqual([
      "githubRepositry",
      "gitlabBranch",
      "gitlabProject",
    ]);
    expect(wrong.find(({ key }) => key.endsWith("githubRepositry"))?.message).toContain(
      "did you mean githubRepository?",
    );
  });

  test("refuse one service connection for both identities", () => {
    const same = { azurePipelinesPreviewSubject: EID, azurePipelinesProductionSubject: EID };
    expect(problems(same)).toMatchObject([{ message: expect.stringContaining("whoever previews could deploy") }]);
  });

  test.each([
    ["sc://acme/gitpod/gitpod-preview", "https://vstoken.dev.azure.com/55555555-5555-4555-8555-555555555555", 0],
    ["sc://acme/gitpod/gitpod-preview", undefined, 1],
    [EID, undefined, 0],
    [EID, "https://vstoken.dev.azure.com/55555555-5555-4555-8555-555555555555", 1],
    [EID, "https://login.microsoftonline.us/tenant/v2.0", 0],
  ])("check that the subject %s fits the issuer %s", (subject, issuer, count) => {
    const settings = { azurePipelinesPreviewSubject: subject, ...(issuer && { azurePipelinesIssuer: issuer }) };
    expect(problems(settings)).toHaveLength(count);
  });
});

test("every setting has a description", async () => {
  const { settingsSchema } = await import("../../../ops/bootstrap/settingsSchema.ts");
  for (const name of SETTING_NAMES) expect(settingsSchema.shape[name].meta()?.description).toMatch(/^[A-Z].*\.$/);
});
