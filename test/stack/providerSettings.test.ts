import { describe, expect, test } from "@jest/globals";
import { configSchema } from "../../provider/config.ts";
import { PROVIDER_SETTINGS } from "../../stack/providerSettings.ts";
import { parseSettings, type SettingProblem, SettingsError } from "../../stack/settings.ts";
import { NAMESPACE } from "../../stack/settingsSchema.ts";

const ORGANIZATION = "11111111-1111-4111-8111-111111111111";
const TENANT = "2222aaaa-2222-4222-8222-22222222ffff";
const OTHER = "3333bbbb-3333-4333-8333-33333333ffff";
const OWN = `${NAMESPACE}:tenantId`;
const BASE = { "gitpod:host": "gitpod.example.com", [`${NAMESPACE}:organizationId`]: ORGANIZATION };

function problems(
  config: Record<string, string>,
  env: Record<string, string> = {},
  secretKeys: readonly string[] = [],
): readonly SettingProblem[] {
  try {
    parseSettings({ ...BASE, ...config }, env, secretKeys);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe("the tenant", () => {
  const set = "pulumi config set azuread:tenantId";

  test("is case-insensitive, and read in lower case", () => {
    const config = { ...BASE, [OWN]: TENANT.toUpperCase(), "azuread:tenantId": TENANT };
    expect(parseSettings(config, {}).tenantId).toBe(TENANT);
    expect(parseSettings(BASE, { ARM_TENANT_ID: TENANT.toUpperCase() }).tenantId).toBe(TENANT);
  });

  test("settings that differ are one problem, with both values and the command that fixes it", () => {
    expect(problems({ [OWN]: TENANT, "azuread:tenantId": OTHER })).toEqual([
      {
        key: "azuread:tenantId",
        message: `is ${OTHER}, and ${OWN} is ${TENANT}: both must name the same tenant`,
        fix: `${set} ${TENANT}`,
      },
    ]);
    expect(problems({ [OWN]: TENANT }, { ARM_TENANT_ID: OTHER })).toMatchObject([
      { key: "ARM_TENANT_ID", fix: `${set} ${TENANT}` },
    ]);
  });

  test("does not depend on az login", () => {
    expect(problems({ [OWN]: TENANT })).toEqual([
      { key: "azuread:tenantId", message: expect.stringContaining("az login"), fix: `${set} ${TENANT}` },
    ]);
  });

  test.each<[string, Record<string, string>, Record<string, string>, string, string]>([
    ["missing", {}, {}, "azuread:tenantId", `${set} '<uuid>'`],
    ["malformed", { "azuread:tenantId": "contoso" }, {}, "azuread:tenantId", `${set} '<uuid>'`],
    ["malformed under both names", { "azuread:tenantId": "a", [OWN]: "b" }, {}, "azuread:tenantId", `${set} '<uuid>'`],
    [
      "malformed beside a good one",
      { "azuread:tenantId": "a", [OWN]: TENANT },
      {},
      "azuread:tenantId",
      `${set} ${TENANT}`,
    ],
    [
      "malformed under its own name",
      { "azuread:tenantId": TENANT, [OWN]: "b" },
      {},
      OWN,
      `pulumi config set ${OWN} ${TENANT}`,
    ],
    ["malformed in the environment", {}, { ARM_TENANT_ID: "a" }, "ARM_TENANT_ID", "export ARM_TENANT_ID='<uuid>'"],
  ])("that is %s is reported once", (_, config, env, key, fix) => {
    expect(problems(config, env)).toEqual([
      { key, message: expect.stringMatching(/^(is missing|must be a UUID)/), fix },
    ]);
  });

  test("is not shown when the stack keeps it secret", () => {
    const [problem, ...others] = problems({ [OWN]: TENANT, "azuread:tenantId": OTHER }, {}, [OWN]);
    expect(others).toEqual([]);
    expect(JSON.stringify(problem).includes(TENANT)).toBe(false);
  });
});

describe("the host of Gitpod", () => {
  test.each(["gitpod.io", "www.gitpod.io", "Gitpod.io", "app.gitpod.io", "api.gitpod.io", "app.ona.com"])(
    "cannot be %s, which has no Azure DevOps",
    (host) => {
      const [problem, ...others] = problems({ "azuread:tenantId": TENANT, "gitpod:host": host });
      expect(others).toEqual([]);
      expect(problem?.message).toContain("no Azure DevOps for organizations");
    },
  );

  test.each(["acme.gitpod.cloud", "gitpod.acme.io", "mygitpod.io"])("can be %s", (host) => {
    expect(problems({ "azuread:tenantId": TENANT, "gitpod:host": host })).toEqual([]);
  });
});

describe("a name in the wrong namespace", () => {
  test.each([
    [`${NAMESPACE}:host`, "is not a setting of this project; did you mean gitpod:host?"],
    [`${NAMESPACE}:token`, "is not a setting of this project; did you mean gitpod:token?"],
    [
      "gitpod:organizationId",
      `is not a setting of the gitpod provider; did you mean ${OWN.replace("tenant", "organization")}?`,
    ],
    ["gitpod:tokn", "is not a setting of the gitpod provider; did you mean token?"],
  ])("%s is reported with the right name, and its value is not shown", (key, message) => {
    const found = problems({ "azuread:tenantId": TENANT, [key]: "gitpod_pat_canary" });
    expect(found).toEqual([{ key, message, fix: `pulumi config rm '${key}'` }]);
  });

  test("is compared with the settings that the provider has", () => {
    expect([...PROVIDER_SETTINGS].sort()).toEqual(Object.keys(configSchema.shape).sort());
  });
});
