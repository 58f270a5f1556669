import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { RESOURCE_RULES } from "../../../ops/policy/resourceRules.ts";
import { type Context, type Resource, Secret, UNKNOWN } from "../../../ops/policy/rule.ts";

const CONTEXT: Context = { now: new Date("2026-01-01T00:00:00Z"), gitpodHost: "gitpod.example.com" };
const INTEGRATION = "gitpod:index:AuthProvider";
const LOGIN = "https://login.microsoftonline.com/22222222-2222-4222-8222-222222222222";

const azuread = (name: string) => `azuread:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

/** All violations of a resource, each with its rule's name. */
function judge(type: string, properties: Resource["properties"], context = CONTEXT): string[] {
  const resource = { type, name: "x", urn: "urn:x", properties };
  return RESOURCE_RULES.flatMap((rule) => rule.check(resource, context).map((message) => `${rule.name}: ${message}`));
}
const broken = (...given: Parameters<typeof judge>) => judge(...given).map((message) => message.split(": ")[0]);

// D9
describe("what the rules forbid in the app is also forbidden in separate resources", () => {
  test.each<[string, Resource["properties"], string[]]>([
    ["ApplicationRedirectUris", { type: "SPA", redirectUris: [] }, ["no-public-client"]],
    ["ApplicationRegistration", { signInAudience: "AzureADMultipleOrgs" }, ["single-tenant"]],
    ["ApplicationRegistration", { implicitAccessTokenIssuanceEnabled: true }, ["no-implicit-grant"]],
    ["ApplicationApiAccess", { scopeIds: ["ee69721e-6c3a-468f-a9ec-302d16a4c599"] }, ["permissions"]],
    ["ApplicationApiAccess", { roleIds: ["e1fe6dd8-ba31-4d61-89e7-88639da4683d"] }, ["permissions"]],
    ["ApplicationFallbackPublicClient", { enabled: true }, ["no-public-client"]],
    ["ApplicationOwner", {}, []],
  ])("%s %j", (name, properties, rules) => {
    expect(broken(azuread(name), properties)).toEqual([...rules, "whole-application"]);
  });

  test("AppRoleAssignment", () => {
    const role = { appRoleId: "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9" };
    expect(judge(azuread("AppRoleAssignment"), role)).toEqual([
      expect.stringContaining("permissions: The app requests the application permission 1bfefb4e"),
    ]);
  });
});

describe("any credential other than the rotated secret is refused", () => {
  test.each([
    "ApplicationFederatedIdentityCredential",
    "ApplicationFlexibleFederatedIdentityCredential",
    "ApplicationCertificate",
    "ServicePrincipalPassword",
    "ServicePrincipalCertificate",
    "ServicePrincipalTokenSigningCertificate",
  ])("%s", (name) => {
    const found = judge(azuread(name), { endDate: "2026-02-01T00:00:00Z" });
    expect(found).toEqual([
      expect.stringMatching(new RegExp(`^no-other-credentials: ${name} lets others act as the app`)),
    ]);
  });

  test.each([{}, { displayName: "x" }, UNKNOWN, new Secret({ displayName: "x" })])(
    "the app's own password %p",
    (password) => {
      expect(broken(azuread("Application"), { owners: ["x"], password })).toEqual(["no-other-credentials"]);
    },
  );

  test("a service principal's password that is also valid for too long", () => {
    expect(broken(azuread("ServicePrincipalPassword"), {})).toEqual(["secret-lifetime", "no-other-credentials"]);
  });
});

test("every azuread resource for an app or its service principal is checked", () => {
  const folder = dirname(createRequire(import.meta.url).resolve("@pulumi/azuread/package.json"));
  const files = readdirSync(folder).filter((name) => /^(application|servicePrincipal|appRole)\w*\.js$/.test(name));
  const types = files.flatMap(
    (file) => /__pulumiType = '([^']+)'/.exec(readFileSync(join(folder, file), "utf8"))?.[1] ?? [],
  );
  expect(types.length).toBeGreaterThan(20);
  const unchecked = types.filter((type) => broken(type, { type: "Web", appRoleId: "x", owners: ["x"] }).length === 0);
  // The project creates these: the app is checked by its properties, and a service principal has none to check.
  expect(unchecked).toEqual([azuread("Application"), azuread("ServicePrincipal")]);
});

describe("microsoft-endpoints", () => {
  const endpoints = (change: Resource["properties"]) => ({
    authorizationUrl: `${LOGIN}/oauth2/v2.0/authorize`,
    tokenUrl: `${LOGIN}/oauth2/v2.0/token`,
    ...change,
  });

  test.each<[string, Resource["properties"]]>([
    ["Entra's", {}],
    ["those of another cloud", { tokenUrl: `https://login.microsoftonline.us/contoso.example/oauth2/v2.0/token` }],
    ["a value that a preview does not know", { tokenUrl: UNKNOWN }],
    ["an issuer", { issuerUrl: `${LOGIN}/v2.0` }],
    ["an issuer in the other form", { issuerUrl: `${LOGIN}/oauth2/v2.0` }],
  ])("allows %s", (_, change) => {
    expect(judge(INTEGRATION, endpoints(change))).toEqual([]);
  });

  test.each<[Resource["properties"], string]>([
    [{ tokenUrl: "https://evil.example/x/oauth2/v2.0/token" }, "tokenUrl is at evil.example"],
    [{ tokenUrl: "http://login.microsoftonline.com/x/oauth2/v2.0/token" }, "tokenUrl is at"],
    [{ tokenUrl: "https://login.microsoftonline.com@evil.example/x/oauth2/v2.0/token" }, "tokenUrl is at evil.example"],
    [{ tokenUrl: "https://login.microsoftonline.com.evil.example/x/oauth2/v2.0/token" }, "tokenUrl is at"],
    [{ tokenUrl: "https://localhost:8443/x/oauth2/v2.0/token" }, "tokenUrl is at localhost:8443"],
    [{ tokenUrl: `${LOGIN}/oauth2/v2.0/authorize` }, "tokenUrl is not one of Entra's"],
    [{ tokenUrl: "token" }, "tokenUrl is not a URL"],
    [
      { authorizationUrl: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize" },
      "has common instead of a tenant",
    ],
    [{ issuerUrl: "https://evil.example/x/v2.0" }, "issuerUrl is at evil.example"],
    [{ issuerUrl: "http://login.microsoftonline.com/x/v2.0" }, "issuerUrl is at login.microsoftonline.com, but must"],
    [{ issuerUrl: "https://login.microsoftonline.com/organizations/v2.0" }, "has organizations instead of a tenant"],
    [
      { issuerUrl: `${LOGIN}/oauth2/v2.0/token` },
      "issuerUrl is not one of Entra's v2.0 endpoints: pulumi config rm issuerUrl",
    ],
  ])("refuses %j", (change, message) => {
    expect(judge(INTEGRATION, endpoints(change))).toEqual([expect.stringContaining(message)]);
  });

  test("allows an Entra on loopback for a Gitpod on loopback", () => {
    const local = endpoints({ tokenUrl: "https://localhost:8443/x/oauth2/v2.0/token" });
    expect(judge(INTEGRATION, local, { ...CONTEXT, gitpodHost: "localhost:4180" })).toEqual([]);
  });
});

// D9, D10
describe("the lifetime of a client secret", () => {
  const PASSWORD = azuread("ApplicationPassword");

  test.each<[string, Resource["properties"]]>([
    ["30 days from now", { endDateRelative: "720h" }],
    ["180 days from now, with minutes", { endDateRelative: "4319h30m30s" }],
    ["30 days from a start", { startDate: "2026-02-01T00:00:00Z", endDateRelative: "720h" }],
    ["a duration that a preview does not know", { endDateRelative: UNKNOWN }],
    ["an end in the past", { endDate: "2025-12-01T00:00:00Z", startDate: "2025-11-01T00:00:00Z" }],
  ])("is allowed: %s", (_, properties) => {
    expect(judge(PASSWORD, properties)).toEqual([]);
  });

  test.each<[string, Resource["properties"], string]>([
    ["two years from now", { endDateRelative: "17520h" }, "is valid for 730 days"],
    [
      "a month that starts in 2059",
      { startDate: "2059-01-01T00:00:00Z", endDate: "2059-02-01T00:00:00Z" },
      "is valid for 12084 days",
    ],
    ["a month from 2059", { startDate: "2059-01-01T00:00:00Z", endDateRelative: "744h" }, "is valid for 12084 days"],
    ["an invalid duration", { endDateRelative: "a while" }, "has an invalid end date"],
    ["an invalid end date", { endDate: "soon" }, "has an invalid end date"],
  ])("is too long: %s", (_, properties, message) => {
    expect(judge(PASSWORD, properties)).toEqual([
      expect.stringContaining(`secret-lifetime: The client secret ${message}`),
    ]);
  });
});
