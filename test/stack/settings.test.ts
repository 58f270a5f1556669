import { describe, expect, test } from "@jest/globals";
import { parseSettings, type SettingProblem, SettingsError } from "../../stack/settings.ts";
import { NAMESPACE, SETTING_NAMES } from "../../stack/settingsSchema.ts";

const ORGANIZATION = "11111111-1111-4111-8111-111111111111";
const TENANT = "22222222-2222-4222-8222-222222222222";
const REQUIRED = {
  "gitpod:host": "gitpod.example.com",
  "azuread:tenantId": TENANT,
  ...settings({ organizationId: ORGANIZATION }),
};

function settings(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, text]) => [`${NAMESPACE}:${name}`, text]));
}

function parse(values: Record<string, string> = {}) {
  return parseSettings({ ...REQUIRED, ...settings(values) }, {});
}

function refusal(config: Record<string, string>, env: Record<string, string> = {}): SettingsError {
  try {
    parseSettings(config, env);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("the settings were accepted");
}

function problems(values: Record<string, string>): readonly SettingProblem[] {
  return refusal({ ...REQUIRED, ...settings(values) }).problems;
}

describe("defaults", () => {
  test("need only the host, the organization and the tenant", () => {
    expect(parse()).toEqual({
      platform: "classic",
      organizationId: ORGANIZATION,
      tenantId: TENANT,
      first: {
        platform: "classic",
        place: ORGANIZATION,
        providerHost: "dev.azure.com",
        adoptExisting: false,
        ownApplicationName: undefined,
      },
      integrations: {},
      applicationName: "Gitpod",
      redirectUri: "https://gitpod.example.com/auth/callback",
      authorityHost: "https://login.microsoftonline.com",
      permissions: [],
      secretLifetimeDays: 180,
      owners: [],
      tags: [],
      adminConsent: false,
      keyVaultSecretPrefix: "gitpod-azure-devops",
      adoptExisting: false,
      verifyCredentials: true,
      secretNames: new Set(),
    });
  });

  test("replace empty values, as Pulumi.yaml declares them", () => {
    const empty = Object.fromEntries(SETTING_NAMES.map((name) => [name, ""]));
    expect(parse({ ...empty, organizationId: ORGANIZATION })).toEqual(parse());
  });

  test("the host can come from the environment, and loopback uses http", () => {
    const { "gitpod:host": _, ...config } = REQUIRED;
    expect(parseSettings(config, { GITPOD_HOST: "localhost:4180" }).redirectUri).toBe(
      "http://localhost:4180/auth/callback",
    );
  });

  test.each([
    ["stack", { "azuread:tenantId": TENANT }, {}],
    ["environment", {}, { ARM_TENANT_ID: TENANT }],
  ])("the tenant is the azuread provider's, from the %s", (_, extra, env) => {
    const config = { "gitpod:host": "gitpod.example.com", ...settings({ organizationId: ORGANIZATION }), ...extra };
    expect(parseSettings(config, env).tenantId).toBe(TENANT);
  });
});

test("values are read by their types", () => {
  const values = {
    providerHost: "Dev.Azure.com",
    permissions: '["vso.profile","vso.code_write"]',
    secretLifetimeDays: "90",
    rotateAfterDays: "60",
    rotationTrigger: "leak of 12 May",
    owners: `["${ORGANIZATION}"]`,
    tags: '["a","b"]',
    adoptExisting: "true",
    verifyCredentials: "false",
    redirectUri: "https://Gitpod.example.com/Auth",
  };
  expect(parse(values)).toMatchObject({
    ...values,
    providerHost: "dev.azure.com",
    permissions: ["vso.profile", "vso.code_write"],
    secretLifetimeDays: 90,
    rotateAfterDays: 60,
    owners: [ORGANIZATION],
    tags: ["a", "b"],
    adoptExisting: true,
    verifyCredentials: false,
  });
});

describe("a wrong setting says what is wrong and how to fix it", () => {
  const set = `pulumi config set ${NAMESPACE}:`;
  const item = `pulumi config set --path '${NAMESPACE}:`;
  test.each([
    ["organizationId", "", "is missing", `${set}organizationId '<uuid>'`],
    ["organizationId", "acme", "must be a UUID", `${set}organizationId '<uuid>'`],
    ["providerHost", "https://dev.azure.com", "without a scheme", `${set}providerHost dev.azure.com`],
    ["providerHost", "dev.azure.com/", "without a slash", `${set}providerHost dev.azure.com`],
    ["applicationName", "  ", "must not be blank", `${set}applicationName Gitpod`],
    ["applicationName", "x".repeat(257), "at most 256 characters", `${set}applicationName Gitpod`],
    ["redirectUri", "gitpod.example.com", "is not a URL", `${set}redirectUri https://gitpod.example.com/auth/callback`],
    ["redirectUri", "http://gitpod.example.com/x", "https://", `${set}redirectUri 'https://<host>/auth/callback'`],
    ["redirectUri", "https://*.example.com/x", "wildcard", `${set}redirectUri 'https://<host>/auth/callback'`],
    ["redirectUri", "https://a.example.com/x#y", "fragment", `${set}redirectUri 'https://<host>/auth/callback'`],
    ["redirectUri", "https://a.example.com", "slash", `${set}redirectUri 'https://<host>/auth/callback'`],
    ["redirectUri", "https://a.example.com/ x", "spaces", `${set}redirectUri 'https://<host>/auth/callback'`],
    [
      "redirectUri",
      `https://a.example.com/${"x".repeat(256)}`,
      "256",
      `${set}redirectUri 'https://<host>/auth/callback'`,
    ],
    ["authorityHost", "http://login.example.com", "https://", `${set}authorityHost https://login.microsoftonline.com`],
    ["authorityHost", "login", "is not a URL", `${set}authorityHost https://login.microsoftonline.com`],
    ["authorityHost", "https://login.example.com/", "host alone", `${set}authorityHost https://login.example.com`],
    ["permissions", "vso.code", "must be a list of permissions", `${item}permissions[0]' vso.code_write`],
    ["secretLifetimeDays", "0", "from 1 to 730", `${set}secretLifetimeDays 180`],
    ["secretLifetimeDays", "731", "from 1 to 730", `${set}secretLifetimeDays 180`],
    ["secretLifetimeDays", "90.5", "whole number", `${set}secretLifetimeDays 180`],
    ["rotateAfterDays", "soon", "whole number", `${set}rotateAfterDays '<days>'`],
    ["rotateAfterDays", "180", "less than secretLifetimeDays", `${set}rotateAfterDays '<days>'`],
    ["owners", "[", "must be a list of object ids", `${item}owners[0]' '<object-id>'`],
    ["tags", "a", "must be a list of texts", `${item}tags[0]' '<tag>'`],
    ["adoptExisting", "yes", "true or false", `${set}adoptExisting false`],
    ["keyVaultId", "my-vault", "must be the resource id of a Key Vault", `${set}keyVaultId '<resource-id>'`],
    ["keyVaultSecretPrefix", "a b", "letters, digits and hyphens", `${set}keyVaultSecretPrefix gitpod-azure-devops`],
    ["adminConsent", "yes", "true or false", `${set}adminConsent false`],
    ["existingClientSecret", " ", "must not be blank", `pulumi config set --secret ${NAMESPACE}:existingClientSecret`],
    ["verifyCredentials", "1", "true or false", `${set}verifyCredentials true`],
  ])("%s = %j", (name, text, message, fix) => {
    const found = problems({ [name]: text });
    expect(found).toEqual([{ key: `${NAMESPACE}:${name}`, message: expect.stringContaining(message), fix }]);
  });

  test.each([
    [
      "permissions",
      '["vso.profile","vso.cod_write"]',
      "did you mean vso.code_write?",
      "permissions[1]' vso.code_write",
    ],
    ["owners", `["${TENANT}","me@example.com"]`, "object id of a person", "owners[1]' '<object-id>'"],
    ["tags", '["a","b",3]', "list of texts", "tags[2]' '<tag>'"],
  ])("an item of %s", (name, text, message, fix) => {
    const [found, ...others] = problems({ [name]: text });
    expect(others).toEqual([]);
    expect(found?.message).toContain(message);
    expect(found?.fix).toBe(`${item}${fix}`);
  });
});

describe("the host of Gitpod", () => {
  test.each([
    [{}, "is missing", "pulumi config set gitpod:host gitpod.example.com"],
    [
      { "gitpod:host": "https://acme.example.com/" },
      "without a scheme",
      "pulumi config set gitpod:host acme.example.com",
    ],
    [{ "gitpod:host": "acme.example.com/x" }, "slash or path", "pulumi config set gitpod:host acme.example.com"],
    [{ "gitpod:host": "not a host" }, "is not a host name", "pulumi config set gitpod:host gitpod.example.com"],
  ])("%j", (host, message, fix) => {
    const { "gitpod:host": _, ...others } = REQUIRED;
    expect(refusal({ ...others, ...host }).problems).toEqual([
      { key: "gitpod:host", message: expect.stringContaining(message), fix },
    ]);
  });
});

describe("an unknown setting", () => {
  test.each([
    ["organisationId", "; did you mean organizationId?"],
    ["owner", "; did you mean owners?"],
    ["somethingElse", ""],
    ["__proto__", ""],
    ["constructor", ""],
    ["toString", ""],
  ])("%s", (name, guess) => {
    const config = Object.fromEntries([...Object.entries(REQUIRED), [`${NAMESPACE}:${name}`, "x"]]);
    expect(refusal(config).problems).toEqual([
      {
        key: `${NAMESPACE}:${name}`,
        message: `is not a setting of this project${guess}`,
        fix: `pulumi config rm '${NAMESPACE}:${name}'`,
      },
    ]);
  });

  test("of another namespace is ignored", () => {
    expect(parseSettings({ ...REQUIRED, "other:organisationId": "x", "gitpod:token": "x" }, {})).toEqual(parse());
  });
});

test("all wrong settings are reported at once, with their commands", () => {
  const { message } = refusal(
    settings({ organizationId: "acme", ownrs: "x", secretLifetimeDays: "50", rotateAfterDays: "60" }),
  );
  expect(message).toBe(
    `5 settings of the stack are wrong. Fix each with the command below it:

  gitpod:host is missing: the host of your Gitpod installation (or set GITPOD_HOST)
      pulumi config set gitpod:host gitpod.example.com
  gitpod-azure-devops:organizationId must be a UUID such as 01234567-89ab-4cde-8f01-23456789abcd
      pulumi config set gitpod-azure-devops:organizationId '<uuid>'
  gitpod-azure-devops:rotateAfterDays must be less than secretLifetimeDays, or the secret ends before it is renewed
      pulumi config set gitpod-azure-devops:rotateAfterDays '<days>'
  azuread:tenantId is missing: the Microsoft Entra tenant (or set ARM_TENANT_ID)
      pulumi config set azuread:tenantId '<uuid>'
  gitpod-azure-devops:ownrs is not a setting of this project; did you mean owners?
      pulumi config rm 'gitpod-azure-devops:ownrs'
`,
  );
});

describe("the subscription of the Key Vault", () => {
  const keyVaultId = `/subscriptions/${ORGANIZATION}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/my-vault`;
  const config = { ...REQUIRED, ...settings({ keyVaultId }) };

  test("is the azure-native provider's, from the stack or the environment, case-insensitive", () => {
    const stack = { ...config, "azure-native:subscriptionId": ORGANIZATION };
    expect(parseSettings(stack, { ARM_SUBSCRIPTION_ID: TENANT }).keyVaultId).toBe(keyVaultId);
    expect(parseSettings(config, { ARM_SUBSCRIPTION_ID: ORGANIZATION.toUpperCase() }).keyVaultId).toBe(keyVaultId);
  });

  test.each([undefined, TENANT])("is not %s", (other) => {
    const { problems } = refusal(config, other === undefined ? {} : { ARM_SUBSCRIPTION_ID: other });
    const key = "azure-native:subscriptionId";
    const fix = `pulumi config set ${key} ${ORGANIZATION}`;
    expect(problems).toEqual([{ key, message: expect.stringContaining("that keyVaultId names"), fix }]);
  });
});
