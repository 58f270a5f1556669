import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import program from "../../index.ts";
import { SANDBOX } from "../../sandbox/constants.ts";
import { describeSettings, NAMESPACE, SETTING_NAMES } from "../../stack/settingsSchema.ts";
import { value, World } from "../components/support/mocks.ts";

const ROOT = new URL("../../", import.meta.url);

const CONFIG = {
  "gitpod:host": "gitpod.example.com",
  [`${NAMESPACE}:organizationId`]: "11111111-1111-4111-8111-111111111111",
  "azuread:tenantId": "22222222-2222-4222-8222-222222222222",
};

let world: World;

beforeEach(async () => {
  world = await World.start();
});

describe("the program", () => {
  test("turns settings into one integration and the outputs of the contract", async () => {
    pulumi.runtime.setAllConfig({ ...CONFIG, [`${NAMESPACE}:rotateAfterDays`]: "150" });
    const outputs = await program();
    expect(Object.keys(outputs)).toEqual([
      "redirectUri",
      "authorizationUrl",
      "tokenUrl",
      "clientId",
      "clientSecret",
      "applicationObjectId",
      "adminConsentUrl",
      "secretExpiresAt",
      "integrationId",
      "activationUrl",
      "verified",
    ]);
    expect(await value(outputs.redirectUri)).toBe("https://gitpod.example.com/auth/callback");
    expect(await value(outputs.integrationId)).toBe("azure-devops-integration-id");
    expect(await pulumi.isSecret(pulumi.output(outputs.clientSecret))).toBe(true);
    expect(world.inputs("gitpod:index:Rotation")).toEqual({ lifetimeDays: 180, rotateAfterDays: 150 });
    expect(world.inputs("gitpod:index:AuthProvider")).toMatchObject({ host: "dev.azure.com", verifyCredentials: true });
  });

  test("leaves owners to Entra when the stack names none, and makes it remove tags", async () => {
    pulumi.runtime.setAllConfig(CONFIG);
    await value((await program()).integrationId);
    const application = world.inputs("azuread:index/application:Application");
    expect(application).not.toHaveProperty("owners");
    expect(application.tags).toEqual([]);
  });

  test("refuses wrong settings without a stack trace, and before anything is registered", async () => {
    pulumi.runtime.setAllConfig({});
    const error: unknown = await program().catch((thrown: unknown) => thrown);
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(String(error)).toContain("3 settings of the stack are wrong");
    expect(world.registered).toEqual([]);
  });

  test("with a Key Vault, but without azure-native, says how to install it", async () => {
    const subscription = "44444444-4444-4444-8444-444444444444";
    pulumi.runtime.setAllConfig({
      ...CONFIG,
      "azure-native:subscriptionId": subscription,
      [`${NAMESPACE}:keyVaultId`]: `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv1`,
    });
    const error = await program().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(String(error)).toContain(`One setting of the stack is wrong. Fix each with the command below it:

  ${NAMESPACE}:keyVaultId needs the npm package @pulumi/azure-native, which is not installed
      npm install --save-prod --save-exact @pulumi/azure-native@3.28.0
`);
    expect(world.registered).toEqual([]);
  });

  test("loads only the azuread modules that it uses", () => {
    const script = `await import(${JSON.stringify(new URL("index.ts", ROOT).href)});
      const { createRequire } = await import("node:module");
      console.log(Object.keys(createRequire(import.meta.url).cache).join());`;
    const loaded = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
      encoding: "utf8",
      cwd: fileURLToPath(ROOT),
    });
    const modules = [...loaded.matchAll(/@pulumi.azuread.(\w+)\.js/g)].map(([, module]) => module);
    expect(modules.sort()).toEqual([
      "application",
      "applicationPassword",
      "getServicePrincipal",
      "servicePrincipal",
      "servicePrincipalDelegatedPermissionGrant",
      "utilities",
    ]);
    expect(loaded).not.toContain("azure-native");
  });
});

describe("the project files", () => {
  const text = (file: string) => readFileSync(new URL(file, ROOT), "utf8");

  test("Pulumi.yaml declares every setting with a default: without one the engine would demand a value", () => {
    const declared = text("Pulumi.yaml").split("# settings:start")[1]?.split("# settings:end")[0] ?? "";
    for (const name of SETTING_NAMES)
      expect(declared).toMatch(new RegExp(`^  ${name}:\n(    .*\n)*?    default: `, "m"));
    expect(declared.match(/^ {2}\w+:/gm)).toHaveLength(SETTING_NAMES.length);
  });

  test("Pulumi.dev.yaml points at the sandbox and contains no token", () => {
    const stack = text("Pulumi.dev.yaml");
    for (const constant of [SANDBOX.organizationId, SANDBOX.tenantId]) expect(stack).toContain(constant);
    expect(stack).toContain(`gitpod:host: localhost:${SANDBOX.gitpodPort}`);
    expect(stack).toContain(`authorityHost: https://localhost:${SANDBOX.entraPort}`);
    expect(stack).not.toContain(SANDBOX.token);
  });
});

test("every setting is described in sentences", () => {
  for (const { name, description } of describeSettings()) expect(`${name}: ${description}`).toMatch(/: [A-Z].*\.$/s);
});
