import { beforeAll, describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { PERMISSION_NAMES, requiredResourceAccesses } from "../../../components/entra/permissions.ts";
import program from "../../../index.ts";
import { PLATFORM_RULES } from "../../../ops/policy/platforms.ts";
import { RESOURCE_RULES } from "../../../ops/policy/resourceRules.ts";
import { type Context, type Resource, UNKNOWN } from "../../../ops/policy/rule.ts";
import { CLASSIC } from "../../../platforms/classic.ts";
import { ONA } from "../../../platforms/ona.ts";
import { NAMESPACE, SETTING_NAMES } from "../../../stack/settingsSchema.ts";
import { ISSUED_AT, value, World } from "../../components/support/mocks.ts";

const APPLICATION = "azuread:index/application:Application";
const PASSWORD = "azuread:index/applicationPassword:ApplicationPassword";
const ROTATION = "gitpod:index:Rotation";
const GRANT = "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant";
const ISSUED = new Date("2026-01-01T00:00:00Z");
const CONTEXT: Context = { now: ISSUED, gitpodHost: "gitpod.example.com" };

type Properties = Resource["properties"];

const resource = (type: string, properties: Properties): Resource => ({ type, name: "x", urn: "urn:x", properties });

/** All violations of a resource, each with its rule's name. */
function judge(
  subject: Resource,
  config: Parameters<(typeof RESOURCE_RULES)[number]["check"]>[2] = {},
  context = CONTEXT,
): string[] {
  return RESOURCE_RULES.flatMap((rule) =>
    rule.check(subject, context, config).map((message) => `${rule.name}: ${message}`),
  );
}

describe("what this project deploys", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    pulumi.runtime.setAllConfig({
      "gitpod:host": "gitpod.example.com",
      [`${NAMESPACE}:organizationId`]: "11111111-1111-4111-8111-111111111111",
      "azuread:tenantId": "22222222-2222-4222-8222-222222222222",
      [`${NAMESPACE}:owners`]: '["33333333-3333-4333-8333-333333333333"]',
    });
    await value((await program()).integrationId);
  });

  test("passes every rule", () => {
    expect(world.registered.map(({ type }) => type)).toEqual(expect.arrayContaining([APPLICATION, PASSWORD, ROTATION]));
    const context = { ...CONTEXT, now: new Date(ISSUED_AT) };
    const resources = world.registered.map(({ type, inputs }) => resource(type, inputs));
    expect(resources.flatMap((each) => judge(each, {}, context))).toEqual([]);
    expect(PLATFORM_RULES.flatMap((rule) => rule.check(resources, context))).toEqual([]);
  });

  test.each([
    ["single-tenant", APPLICATION, { signInAudience: "AzureADMultipleOrgs" }],
    ["no-implicit-grant", APPLICATION, { web: { implicitGrant: { accessTokenIssuanceEnabled: true } } }],
    ["no-public-client", APPLICATION, { fallbackPublicClientEnabled: true }],
    ["permissions", APPLICATION, { requiredResourceAccesses: requiredResourceAccesses(["user_impersonation"]) }],
    ["owners", APPLICATION, { owners: [] }],
    ["secret-lifetime", ROTATION, { lifetimeDays: 181 }],
    ["secret-lifetime", PASSWORD, { endDate: "2026-07-01T00:00:00Z" }],
  ])("violates only %s with another %s", (rule, type, change) => {
    const violations = judge(resource(type, { ...world.inputs(type), ...change }));
    expect(violations).toHaveLength(1);
    expect(violations[0]).toMatch(new RegExp(`^${rule}: `));
  });
});

describe("secret-lifetime", () => {
  test.each<[string, string, Properties, string | undefined]>([
    ["the rotation's default", ROTATION, {}, undefined],
    ["a value that a preview does not know", PASSWORD, { endDate: UNKNOWN }, undefined],
    [
      "a start in the past",
      PASSWORD,
      { startDate: "2025-08-01T00:00:00Z", endDate: "2026-01-28T00:00:00Z" },
      undefined,
    ],
    ["no end", PASSWORD, {}, "has no end date, so Entra gives it two years"],
    ["a year", PASSWORD, { endDate: "2027-01-01T00:00:00Z" }, "is valid for 365 days; 180 days are allowed"],
    ["the setting", ROTATION, { lifetimeDays: 730 }, "pulumi config set secretLifetimeDays 180"],
  ])("checks %s", (_, type, properties, message) => {
    expect(judge(resource(type, properties))).toEqual(message === undefined ? [] : [expect.stringContaining(message)]);
  });

  test("allows the configured number of days", () => {
    expect(judge(resource(ROTATION, { lifetimeDays: 365 }), { maxDays: 365 })).toEqual([]);
    expect(judge(resource(ROTATION, { lifetimeDays: 91 }), { maxDays: 90 })).toEqual([
      expect.stringContaining("secretLifetimeDays 90"),
    ]);
  });
});

describe("permissions", () => {
  const asks = (accesses: unknown) => resource(APPLICATION, { owners: ["x"], requiredResourceAccesses: accesses });

  test("has the same ids of permissions as the components", () => {
    for (const name of PERMISSION_NAMES) {
      expect(judge(asks(requiredResourceAccesses([name])), { allowed: [name] })).toEqual([]);
      expect(judge(asks(requiredResourceAccesses([name])), { allowed: ["none"] })).toEqual([
        expect.stringContaining(`the permission ${name}, but may only request none: pulumi config rm permissions`),
      ]);
    }
  });

  test("allows what each platform asks for", () => {
    for (const { defaultPermissions } of [CLASSIC, ONA]) {
      expect(judge(asks(requiredResourceAccesses(defaultPermissions)))).toEqual([]);
    }
  });

  test("allows others by id, ignoring case", () => {
    const id = "57b9c0a1-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
    const access = [{ resourceAppId: "x", resourceAccesses: [{ id, type: "Scope" }] }];
    expect(judge(asks(access))).toHaveLength(1);
    expect(judge(asks(access), { allowed: [id.toUpperCase()] })).toEqual([]);
  });

  test("refuses every application permission", () => {
    const [access] = requiredResourceAccesses(["User.Read"]);
    const roles = access?.resourceAccesses.map(({ id }) => ({ id, type: "Role" }));
    expect(judge(asks([{ ...access, resourceAccesses: roles }]))).toEqual([
      expect.stringContaining("the application permission User.Read"),
    ]);
  });
});

describe("no-tenant-consent", () => {
  test("refuses a grant for everyone, but not for one person", () => {
    expect(judge(resource(GRANT, {}))).toEqual([expect.stringContaining("pulumi config set adminConsent false")]);
    expect(judge(resource(GRANT, { userObjectId: "x" }))).toEqual([]);
  });
});

describe("no-public-client", () => {
  test.each(["publicClient", "singlePageApplication"])("refuses redirect URIs of %s", (platform) => {
    expect(judge(resource(APPLICATION, { owners: ["x"], [platform]: { redirectUris: ["https://x/"] } }))).toEqual([
      expect.stringContaining(`${platform}.redirectUris`),
    ]);
    expect(judge(resource(APPLICATION, { owners: ["x"], [platform]: {} }))).toEqual([]);
  });
});

test("messages name existing settings", () => {
  const subjects = [
    resource(APPLICATION, {
      requiredResourceAccesses: requiredResourceAccesses(["user_impersonation"]),
    }),
    resource(ROTATION, { lifetimeDays: 999 }),
    resource(GRANT, {}),
  ];
  const named = [
    ...subjects
      .flatMap((subject) => judge(subject))
      .join("\n")
      .matchAll(/pulumi config (?:set|rm) (?:--path ')?(\w+)/g),
  ];
  expect(named.length).toBeGreaterThanOrEqual(4);
  for (const [, name] of named) expect(SETTING_NAMES).toContain(name);
});
