import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { azureIdentity, azureTenants, hasAzureCli, type SignedIn } from "../../../cli/setup/azureCli.ts";
import { AZURE_TENANT } from "../../../cli/setup/settings.ts";
import { signInProblem } from "../../../cli/setup/signIn.ts";

const OTHER = "11111111-1111-4111-8111-111111111111";
const ID = "01234567-89ab-4cde-8f01-23456789abcd";
let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "azure-cli-"));
  env = { PATH: [folder, process.env.PATH].join(delimiter) };
});
afterEach(() => rm(folder, { recursive: true }));

/** Puts an `az` with this script first on PATH. */
async function install(script: string): Promise<void> {
  await writeFile(join(folder, "az"), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, "az"), 0o755);
}

describe("the Azure CLI", () => {
  test("gives each tenant once, the current one first, and who is signed in there", async () => {
    await install(`case "$1 $2" in
      "account list") echo '[
        {"tenantId":"${OTHER}","tenantDisplayName":"Fabrikam","isDefault":false,"user":{"name":"sam@example.com","type":"user"}},
        {"tenantId":"${ID}","tenantDefaultDomain":"contoso.com","isDefault":false,"user":{"name":"sam@example.com","type":"user"}},
        {"tenantId":"${ID}","tenantDefaultDomain":"contoso.com","isDefault":true,"user":{"name":"sam@contoso.com","type":"user"}}]' ;;
      "ad signed-in-user") echo '{"id":"${ID}","userPrincipalName":"sam@contoso.com","mail":null}' ;;
    esac`);
    const tenants = await azureTenants(env);
    expect(tenants).toEqual([
      { tenantId: ID, tenantName: "contoso.com", user: { name: "sam@contoso.com", type: "user" } },
      { tenantId: OTHER, tenantName: "Fabrikam", user: { name: "sam@example.com", type: "user" } },
    ]);
    expect(await azureIdentity(env, tenants[0] as SignedIn)).toEqual({ id: ID, name: "sam@contoso.com" });
  });

  test("looks up a service principal by its client id", async () => {
    await install(`[ "$*" = "ad sp show --id ${OTHER} --output json --only-show-errors" ] || exit 1
      echo '{"id":"${ID}","displayName":"deployer"}'`);
    expect(await azureIdentity(env, asApplication(OTHER))).toEqual({ id: ID, name: "deployer" });
    expect(await azureIdentity(env, asApplication("$(touch x)"))).toBeUndefined();
  });

  test.each([
    ["nobody is signed in", "echo 'Please run az login' >&2; exit 1"],
    ["its answer is not JSON", "echo hello"],
    ["its answer has other fields", "echo '[{}]'"],
  ])("is ignored when %s", async (_, script) => {
    await install(script);
    expect(await azureTenants(env)).toEqual([]);
  });

  test("is known to be missing", async () => {
    env = { PATH: folder };
    expect(await Promise.all([azureTenants(env), hasAzureCli(env)])).toEqual([[], false]);
    await install("echo '{}'");
    expect(await hasAzureCli(env)).toBe(true);
  });
});

describe("a deployment", () => {
  const config = { [AZURE_TENANT]: ID };
  const account = (tenantId: string) =>
    `echo '[{"tenantId":"${tenantId}","isDefault":true,"user":{"name":"sam@example.com","type":"user"}}]'`;

  test.each<[string, string, Record<string, string>, string | undefined]>([
    ["by the Azure CLI in the stack's tenant", account(ID), {}, undefined],
    ["as an application", "exit 1", { ARM_CLIENT_ID: ID, ARM_CLIENT_SECRET: "s" }, undefined],
    ["as a pipeline", "exit 1", { ARM_USE_OIDC: "true" }, undefined],
  ])("can sign in %s", async (_, az, variables, problem) => {
    await install(az);
    expect(await signInProblem(config, { ...env, ...variables })).toBe(problem);
  });

  test.each<[string, string, string]>([
    ["nobody has", "echo '[]'", "Nobody is signed in to Entra here"],
    ["only another tenant has", account(OTHER), "The Azure CLI is signed in to other tenants"],
  ])("cannot sign in when %s", async (_, az, words) => {
    await install(az);
    const problem = await signInProblem(config, { ...env, ARM_CLIENT_ID: ID });
    expect(problem).toContain(words);
    expect(problem).toContain(`az login --tenant ${ID} --allow-no-subscriptions`);
  });

  test("cannot sign in without the Azure CLI, which is named", async () => {
    expect(await signInProblem(config, { PATH: folder })).toContain("Install the Azure CLI");
  });
});

function asApplication(name: string): SignedIn {
  return { tenantId: ID, tenantName: undefined, user: { name, type: "servicePrincipal" } };
}
