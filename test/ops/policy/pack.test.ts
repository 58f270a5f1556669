import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { RESOURCE_RULES } from "../../../ops/policy/resourceRules.ts";
import { STACK_RULES } from "../../../ops/policy/stackRules.ts";
import { type Properties, Secret, UNKNOWN } from "../../../provider-kit/values.ts";
import { ServedPack, urnOf } from "./support/servedPack.ts";

const APPLICATION = "azuread:index/application:Application";
const PASSWORD = "azuread:index/applicationPassword:ApplicationPassword";
const ROTATION = "gitpod:index:Rotation";
const STACK = "pulumi:pulumi:Stack";
/** Pulumi starts a pack under ts-node, which is slow on a busy machine. */
const STARTING_MS = 60_000;
const CREDENTIAL = "not-a-real-secret";

describe("the pack as the engine uses it", () => {
  let pack: ServedPack;
  beforeAll(async () => {
    pack = await ServedPack.start({ "gitpod:host": "gitpod.example.com" });
  }, STARTING_MS);
  afterAll(() => pack.stop());

  test("offers every rule with its level and default configuration", async () => {
    const offered = await pack.policies();
    const levels = [...RESOURCE_RULES, ...STACK_RULES].map(({ name, level }) => [name, level === "mandatory"]);
    expect(offered.map(({ name, mandatory }) => [name, mandatory])).toEqual(levels);
    expect(levels.filter(([, mandatory]) => !mandatory)).toEqual([["owners", false]]);
    expect(offered.find(({ name }) => name === "secret-lifetime")?.config).toMatchObject({ maxDays: { default: 180 } });
  });

  test("refuses a redirect URI that is not the stack's Gitpod", async () => {
    const web = { redirectUris: ["https://evil.example/auth/callback"] };
    const found = await pack.analyzeStack({ type: APPLICATION, properties: { owners: ["x"], web } });
    expect(found).toEqual([
      {
        rule: "redirect-uris",
        mandatory: true,
        message: expect.stringContaining("is not at gitpod.example.com: pulumi config set"),
        urn: urnOf(APPLICATION),
      },
    ]);
  });

  test("checks what a preview knows, and ignores what it does not", async () => {
    const web = { redirectUris: [UNKNOWN] } as Properties;
    const properties: Properties = { owners: UNKNOWN, signInAudience: "AzureADMultipleOrgs", web };
    const found = await pack.analyze({ type: APPLICATION, properties });
    expect(found.map(({ rule }) => rule)).toEqual(["single-tenant"]);
    expect(await pack.analyze({ type: PASSWORD, properties: { endDate: UNKNOWN } })).toEqual([]);
  });

  test("finds a client secret in an output without a mark, and does not show it", async () => {
    const password = { type: PASSWORD, properties: { value: new Secret(CREDENTIAL) } };
    const found = await pack.analyzeStack(password, { type: STACK, properties: { login: CREDENTIAL } });
    expect(found).toEqual([
      {
        rule: "credentials-are-secret",
        mandatory: true,
        message: expect.stringContaining("The stack output login holds a credential"),
        urn: urnOf(STACK),
      },
    ]);
    expect(JSON.stringify(found)).not.toContain(CREDENTIAL);
    expect(await pack.analyzeStack(password, { type: STACK, properties: { login: new Secret(CREDENTIAL) } })).toEqual(
      [],
    );
  });

  test("knows a runner's redirect URI by the stack, and its app by the integration", async () => {
    const implicitGrant = { idTokenIssuanceEnabled: true };
    const uri = "https://runner.example.com/auth/oauth2/callback";
    const app = { type: APPLICATION, properties: { clientId: "app", web: { redirectUris: [uri], implicitGrant } } };
    const runner = { type: "gitpod:index:RunnerScm", properties: { redirectUri: uri } };
    const integration = { type: "gitpod:index:ScmIntegration", properties: { clientId: "app", redirectUri: uri } };
    expect(await pack.analyzeStack(app, runner, integration)).toEqual([]);
    const rules = (await pack.analyzeStack(app)).map(({ rule }) => rule);
    expect(rules).toEqual(["redirect-uris", "no-id-tokens-without-ona"]);
  });

  test("can be configured: levels and values", async () => {
    await pack.configure("redirect-uris", true, { hosts: ["other.example.com"] });
    const web = { redirectUris: ["https://other.example.com/auth/callback"] };
    expect(await pack.analyzeStack({ type: APPLICATION, properties: { web } })).toEqual([]);
    await pack.configure("secret-lifetime", false, { maxDays: 90 });
    const [found] = await pack.analyze({ type: ROTATION, properties: { lifetimeDays: 91 } });
    expect(found).toMatchObject({ rule: "secret-lifetime", mandatory: false });
    expect(await pack.analyze({ type: ROTATION, properties: { lifetimeDays: 90 } })).toEqual([]);
  });
});

describe("the pack's folder", () => {
  const json = (file: string) => JSON.parse(readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8"));

  test("can be published by itself: it has its packages in the project's versions", () => {
    const { dependencies, version, engines } = json("ops/policy/package.json");
    const project = json("package.json");
    expect(version).toBe(project.version);
    expect(engines).toEqual(project.engines);
    for (const [name, pinned] of Object.entries(dependencies)) {
      expect({ name, pinned }).toEqual({ name, pinned: { ...project.devDependencies, ...project.dependencies }[name] });
    }
  });

  test("imports nothing from outside except those packages", () => {
    const { dependencies } = json("ops/policy/package.json");
    const folder = new URL("../../../ops/policy/", import.meta.url);
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".ts"))) {
      const text = readFileSync(new URL(file, folder), "utf8");
      for (const [, from = ""] of text.matchAll(/ from "([^"]+)"/g)) {
        const package_ = from.split("/").slice(0, 2).join("/");
        expect({ file, from, allowed: /^\.\/\w+\.ts$/.test(from) || package_ in dependencies }).toEqual({
          file,
          from,
          allowed: true,
        });
      }
    }
  });
});
