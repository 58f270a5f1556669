import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { azureIdentity, azureTenants, type SignedIn } from "../../../cli/entra/azureCli.ts";
import { putExecutable } from "../support/executable.ts";

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
const install = (script: string) => putExecutable(folder, "az", script);

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

  test("is ignored where there is none", async () => {
    expect(await azureTenants({ PATH: folder })).toEqual([]);
  });
});

function asApplication(name: string): SignedIn {
  return { tenantId: ID, tenantName: undefined, user: { name, type: "servicePrincipal" } };
}
