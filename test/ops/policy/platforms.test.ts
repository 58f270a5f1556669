import { describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import program from "../../../index.ts";
import { PLATFORM_RULES } from "../../../ops/policy/platforms.ts";
import { RESOURCE_RULES } from "../../../ops/policy/resourceRules.ts";
import { type Context, type Resource, Secret, UNKNOWN } from "../../../ops/policy/rule.ts";
import { NAMESPACE } from "../../../stack/settingsSchema.ts";
import { ISSUED_AT, value, World } from "../../components/support/mocks.ts";

const APPLICATION = "azuread:index/application:Application";
const REDIRECT_URIS = "azuread:index/applicationRedirectUris:ApplicationRedirectUris";
const REGISTRATION = "azuread:index/applicationRegistration:ApplicationRegistration";
const CLASSIC = "https://gitpod.example.com/auth/callback";
const RUNNER = "https://runner.example.com/oauth/callback";
const CONTEXT: Context = { now: new Date(0), gitpodHost: "gitpod.example.com" };
const ONA_ALONE: Context = { ...CONTEXT, gitpodHost: undefined };

const resource = (type: string, properties: Resource["properties"]): Resource => {
  return { type, name: "x", urn: `urn:${type}`, properties };
};
const app = (...uris: unknown[]) => resource(APPLICATION, { web: { redirectUris: uris } });
const runner = (redirectUri: unknown) => resource("gitpod:index:RunnerScm", { redirectUri });

function judge(resources: readonly Resource[], context = CONTEXT, config = {}): string[] {
  return PLATFORM_RULES.flatMap((rule) =>
    rule.check(resources, context, config).map(({ message }) => `${rule.name}: ${message}`),
  );
}

const saying = (message: string | undefined) => (message === undefined ? [] : [expect.stringContaining(message)]);

describe("redirect-uris, for Gitpod Classic", () => {
  test.each<[unknown, string | undefined]>([
    [CLASSIC, undefined],
    [UNKNOWN, undefined],
    ["http://gitpod.example.com/auth/callback", "is not https"],
    ["https://gitpod.example.com/", "does not end with /auth/callback"],
    ["https://gitpod.example.com/auth/callback/", "does not end with /auth/callback"],
    ["https://gitpod.example.com/auth/callback?next=x", "does not end with /auth/callback"],
    ["https://gitpod.example.com.evil.example/auth/callback", "is not at gitpod.example.com"],
    ["https://gitpod.example.com@evil.example/auth/callback", "is not at gitpod.example.com"],
    [new Secret("https://evil.example/auth/callback"), "is not at gitpod.example.com"],
    ["myapp:callback", "is not https"],
    ["callback", "is not a URL"],
  ])("%s", (uri, message) => {
    expect(judge([app(uri)])).toEqual(saying(message));
    expect(judge([resource(REDIRECT_URIS, { redirectUris: [uri] })])).toEqual(saying(message));
  });

  test("names the setting that fixes it, and the app", () => {
    const [violation] = PLATFORM_RULES.flatMap((rule) =>
      rule.check([app("https://evil.example/auth/callback")], CONTEXT),
    );
    expect(violation?.urn).toBe(`urn:${APPLICATION}`);
    expect(violation?.message).toContain(`pulumi config set redirectUri ${CLASSIC}`);
  });

  test("allows only the configured hosts", () => {
    const config = { hosts: ["a.example.com", "b.example.com"] };
    expect(judge([app("https://b.example.com/auth/callback")], CONTEXT, config)).toEqual([]);
    expect(judge([app(CLASSIC)], CONTEXT, config)).toHaveLength(1);
  });

  test("allows plain http on loopback for the stack's host", () => {
    const local = [app("http://localhost:4180/auth/callback")];
    expect(judge(local, { ...CONTEXT, gitpodHost: "localhost:4180" })).toEqual([]);
    expect(judge(local, ONA_ALONE)).toEqual([]);
    expect(judge(local)).toHaveLength(1);
  });
});

describe("redirect-uris, with a runner of Ona in the stack", () => {
  test("allows the runner's own, whatever its path is", () => {
    expect(judge([app(RUNNER), runner(RUNNER)], ONA_ALONE)).toEqual([]);
    expect(judge([app(RUNNER, CLASSIC), runner(RUNNER)])).toEqual([]);
    const integration = resource("gitpod:index:ScmIntegration", { redirectUri: new Secret(RUNNER) });
    expect(judge([app(RUNNER), integration], ONA_ALONE)).toEqual([]);
  });

  test("takes a runner for an Azure DevOps Server for none", () => {
    expect(judge([app(CLASSIC), runner("")], ONA_ALONE)).toEqual([]);
  });

  test("refuses every other", () => {
    const other = "https://evil.example/auth/callback";
    expect(judge([app(other), runner(RUNNER)], ONA_ALONE)).toEqual(saying("is not that of a runner in this stack"));
    expect(judge([app(other), runner(RUNNER)])).toEqual(
      saying("is not at gitpod.example.com, nor that of a runner in this stack"),
    );
    expect(judge([app(RUNNER)])).toEqual(saying("does not end with /auth/callback"));
  });

  test("demands https of the runner's too", () => {
    const plain = RUNNER.replace("https", "http");
    expect(judge([app(plain), runner(plain)], ONA_ALONE)).toEqual(saying("is not https"));
  });

  test("waits until the runner's is known", () => {
    const other = "https://other.example/callback";
    expect(judge([app(other), runner(UNKNOWN)], ONA_ALONE)).toEqual([]);
    expect(judge([app("http://other.example/callback"), runner(UNKNOWN)], ONA_ALONE)).toEqual(saying("is not https"));
  });
});

test("a stack on Ona passes every rule, and without its integration it does not", async () => {
  const world = await World.start();
  pulumi.runtime.setAllConfig({
    [`${NAMESPACE}:platform`]: "ona",
    [`${NAMESPACE}:runnerId`]: "11111111-1111-4111-8111-111111111111",
    "azuread:tenantId": "22222222-2222-4222-8222-222222222222",
    [`${NAMESPACE}:owners`]: '["33333333-3333-4333-8333-333333333333"]',
  });
  await value((await program()).integrationId);
  const resources = world.registered.map(({ type, inputs }) => resource(type, inputs));
  expect(resources.map(({ type }) => type)).toContain("gitpod:index:ScmIntegration");
  const context = { now: new Date(ISSUED_AT), gitpodHost: undefined };
  const judged = RESOURCE_RULES.flatMap((rule) => resources.flatMap((each) => rule.check(each, context)));
  expect([...judged, ...judge(resources, context)]).toEqual([]);
  const alone = resources.filter(({ type }) => type !== "gitpod:index:ScmIntegration");
  expect(judge(alone, context)).toEqual([expect.stringContaining("no-id-tokens-without-ona")]);
});

describe("no-id-tokens-without-ona", () => {
  const withIdTokens = (clientId: unknown) =>
    resource(APPLICATION, { clientId, web: { implicitGrant: { idTokenIssuanceEnabled: true } } });
  const ona = (clientId: unknown) =>
    resource("gitpod:index:ScmIntegration", { redirectUri: RUNNER, ...(clientId !== undefined && { clientId }) });
  const classic = (clientId: unknown) => resource("gitpod:index:AuthProvider", { clientId });
  const REFUSED = saying("web.implicitGrant.idTokenIssuanceEnabled is true, but no integration of Ona");

  test.each<[string, Resource[], unknown[]]>([
    ["an app that Ona uses", [withIdTokens("a"), ona("a")], []],
    ["an app that both platforms use", [withIdTokens("a"), ona("a"), classic("a")], []],
    ["a new app, with a new integration of Ona", [withIdTokens(UNKNOWN), ona(UNKNOWN)], []],
    ["a client id that is marked as secret", [withIdTokens(new Secret("a")), ona("a")], []],
    ["an app that only Classic uses", [withIdTokens("a"), classic("a")], REFUSED],
    ["an app that only Classic uses beside Ona's own", [withIdTokens("a"), classic("a"), ona("b")], REFUSED],
    ["a new app without Ona", [withIdTokens(UNKNOWN), classic(UNKNOWN)], REFUSED],
    ["an integration of Ona without OAuth", [withIdTokens(UNKNOWN), ona(undefined)], REFUSED],
    ["an app that nobody uses", [withIdTokens("a")], REFUSED],
  ])("%s", (_, resources, violations) => {
    expect(judge(resources)).toEqual(violations);
  });

  test("finds them in an ApplicationRegistration too", () => {
    expect(judge([resource(REGISTRATION, { clientId: "a", implicitIdTokenIssuanceEnabled: true })])).toEqual(
      saying("implicitIdTokenIssuanceEnabled is true"),
    );
  });
});
