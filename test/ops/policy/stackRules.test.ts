import { describe, expect, test } from "@jest/globals";
import { type Context, type Resource, Secret, UNKNOWN } from "../../../ops/policy/rule.ts";
import { STACK_RULES } from "../../../ops/policy/stackRules.ts";

const PASSWORD = "azuread:index/applicationPassword:ApplicationPassword";
const INTEGRATION = "gitpod:index:AuthProvider";
const STACK = "pulumi:pulumi:Stack";
const CREDENTIAL = "not-a-real-secret";
const MARKED = new Secret(CREDENTIAL);

const CONTEXT: Context = { now: new Date(0), gitpodHost: "gitpod.example.com" };

const resource = (type: string, properties: Resource["properties"]): Resource => ({
  type,
  name: "x",
  urn: `urn:${type}`,
  properties,
});
const judge = (...resources: Resource[]) => STACK_RULES.flatMap((rule) => rule.check(resources, CONTEXT));

describe("credentials-are-secret", () => {
  test("allows marked credentials", () => {
    const violations = judge(
      resource(PASSWORD, { value: MARKED, keyId: "key" }),
      resource(INTEGRATION, { clientSecret: MARKED, clientId: "id" }),
      resource(STACK, { clientSecret: MARKED, clientId: "id", nested: { also: MARKED } }),
      resource("other:index:Thing", { note: new Secret(`secret: ${CREDENTIAL}`) }),
    );
    expect(violations).toEqual([]);
  });

  test("allows unknown values", () => {
    expect(judge(resource(PASSWORD, { value: new Secret(UNKNOWN) }), resource(STACK, { x: UNKNOWN }))).toEqual([]);
  });

  test.each([
    [PASSWORD, "value", "additionalSecretOutputs"],
    [INTEGRATION, "clientSecret", "additionalSecretOutputs"],
    ["gitpod:index:ScmIntegration", "clientSecret", "additionalSecretOutputs"],
    ["gitpod:index:OnaAzureDevOpsIntegration", "clientSecret", "pulumi.secret"],
    ["gitpod:index:EntraApplication", "clientSecret", "pulumi.secret"],
    ["gitpod:index:AzureDevOpsIntegration", "clientSecret", "pulumi.secret"],
    ["gitpod-azure-devops:index:EntraApplication", "clientSecret", "pulumi.secret"],
    ["gitpod-azure-devops:index:AzureDevOpsIntegration", "clientSecret", "pulumi.secret"],
    ["pulumi:providers:gitpod", "token", "additionalSecretOutputs"],
    ["pulumi:providers:gitpod", "onaToken", "additionalSecretOutputs"],
    [STACK, "clientSecret", "export pulumi.secret(...)"],
  ])("refuses %s.%s in plain text, in a preview too", (type, name, fix) => {
    for (const value of [CREDENTIAL, UNKNOWN]) {
      const violations = judge(resource(type, { [name]: value }));
      expect(violations).toEqual([{ urn: `urn:${type}`, message: expect.stringContaining(fix) }]);
      expect(violations[0]?.message).toContain(` ${name} `);
    }
  });

  test.each([
    ["an output with another name", { login: CREDENTIAL }],
    ["a longer text", { command: `az login --password ${CREDENTIAL} --tenant x` }],
    ["a key of a map", { byValue: { [CREDENTIAL]: true } }],
    ["base64", { header: `Basic ${Buffer.from(`id:${CREDENTIAL}`).toString("base64")}` }],
    ["a nested value", { connections: [{ name: "x", settings: { secret: CREDENTIAL } }] }],
  ])("finds a credential in %s", (_, outputs) => {
    const violations = judge(resource(PASSWORD, { value: MARKED }), resource(STACK, outputs));
    expect(violations).toHaveLength(1);
    expect(violations[0]).toMatchObject({ urn: `urn:${STACK}` });
    expect(JSON.stringify(violations)).not.toContain(CREDENTIAL);
  });
});
