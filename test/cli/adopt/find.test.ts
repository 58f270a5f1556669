import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { findApp } from "../../../cli/adopt/find.ts";
import { type Application, type Sandbox, startSandbox } from "../../../sandbox/index.ts";
import { putExecutable } from "../support/executable.ts";
import { integration } from "./support/found.ts";

const { signal } = new AbortController();
let sandbox: Sandbox;
let app: Application;
let folder: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  sandbox = await startSandbox();
  app = sandbox.entra.directory.addApplication({ displayName: "It's Gitpod" }, [sandbox.entra.deployer.objectId]);
  sandbox.entra.directory.addPrincipal(app.appId);
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "find-app-"));
  env = { ...sandbox.environment(), PATH: `${folder}:/usr/bin:/bin` };
});
afterEach(async () => {
  sandbox.faults.clear();
  sandbox.entra.deployer.roles = ["Application.ReadWrite.All"];
  await rm(folder, { recursive: true });
});

/** Puts an `az` with this script first on PATH, and leaves nothing else to sign in with. */
async function onlyAz(script: string): Promise<void> {
  env = { ...env, ARM_CLIENT_SECRET: "", ARM_USE_CLI: "true" };
  await putExecutable(folder, "az", script);
}
const find = (clientId = app.appId, config = {}) =>
  findApp(integration({ clientId }), config, env, sandbox.entra.tenantId, signal);
const refusal = (config = {}) =>
  find(app.appId, config).then(
    () => "found",
    (error: Error) => error.message,
  );

describe("the sign-in to look for an app", () => {
  test.each<[string, () => Promise<void>]>([
    ["with a client secret", async () => undefined],
    ["with a pipeline's token", async () => void Object.assign(env, sandbox.workloadEnvironment())],
    [
      "by the Azure CLI",
      () =>
        onlyAz(`[ "$2" = show ] && echo '{"tenantId":"t","user":{"name":"sam","type":"user"}}' && exit
          [ "$2 $5 $6" = "get-access-token --tenant ${sandbox.entra.tenantId}" ] || exit 1
          echo '{"accessToken":"${sandbox.entra.deployer.accessToken()}"}'`),
    ],
  ])("%s", async (_, prepare) => {
    await prepare();
    expect((await find()).application.id).toBe(app.id);
  });

  test("is to the integration's tenant, whichever the settings name", async () => {
    expect(await refusal({ "azuread:tenantId": "11111111-1111-4111-8111-111111111111" })).toBe("found");
  });

  test("is by the stack's own settings before the environment", async () => {
    expect(await refusal({ "azuread:clientSecret": "made-up" })).toMatch(
      /^could not sign in to tenant \S+ of Entra: Entra refuses the sign-in of \S+: AADSTS7000215/,
    );
  });

  test("says what to do where nobody is signed in", async () => {
    await onlyAz("echo 'ERROR: Please run az login' >&2; exit 1");
    expect(await refusal()).toMatch(
      /The Azure CLI gives no token .*: Please run az login\. .* Fix: az login --tenant /,
    );
    env = { ...env, PATH: join(folder, "empty") };
    expect(await refusal()).toContain("there is no Azure CLI");
    env = { ...env, ARM_USE_CLI: "false" };
    expect(await refusal()).toContain("the Azure CLI is turned off (ARM_USE_CLI)");
  });

  test("says that it cannot use a certificate, and knows Microsoft's clouds only", async () => {
    env = { ...env, ARM_CLIENT_CERTIFICATE_PATH: "/c.pfx" };
    expect(await refusal()).toMatch(/Only the azuread provider .* a client certificate, .* Fix: set ARM_CLIENT_SECRET/);
    env = { ...env, ARM_METADATA_HOSTNAME: "", ARM_ENVIRONMENT: "mars" };
    expect(await refusal()).toContain("no Azure cloud called mars");
  });
});

describe("the app that an integration signs people in with", () => {
  test("is found with its owners and its service principal", async () => {
    const { application, owners, principal, warnings, logins } = await find();
    expect([application.id, owners, warnings]).toEqual([app.id, [sandbox.entra.deployer.objectId], []]);
    expect(logins).toEqual([sandbox.entra.authorityHost]);
    expect(principal?.id).toBe(sandbox.entra.directory.findPrincipal(app.appId)?.id);
  });

  test("is found in spite of a failure that passes", async () => {
    sandbox.faults.inject({ operation: "GET /v1.0/applications", kind: { type: "status", status: 503 } });
    expect((await find()).application.id).toBe(app.id);
  });

  test("comes with a warning where the identity may only manage its own apps", async () => {
    sandbox.entra.deployer.roles = ["Application.ReadWrite.OwnedBy"];
    const foreign = sandbox.entra.directory.addApplication({ displayName: "Foreign" });
    const { warnings, principal } = await find(foreign.appId);
    expect([warnings.length, principal]).toEqual([1, undefined]);
    expect(warnings[0]).toContain(`az ad app owner add --id ${foreign.id} --owner-object-id`);
  });

  test.each<[string, () => string, string]>([
    ["that is not there", () => sandbox.entra.tenantId, "has no app registration with the client id"],
    ["whose client id is none of Entra's", () => "by-hand", "has no app registration with the client id by-hand"],
  ])("is refused %s", async (_, clientId, words) => {
    await expect(find(clientId())).rejects.toThrow(words);
  });

  test("is refused where Graph refuses, in Graph's words and with what is needed", async () => {
    const kind = { type: "status", status: 403 } as const;
    sandbox.faults.inject({ operation: "GET /v1.0/applications", kind });
    await expect(find()).rejects.toThrow(
      /could not read the app registration .* HTTP status 403.* Fix: it needs Application.ReadWrite.OwnedBy/,
    );
  });
});
