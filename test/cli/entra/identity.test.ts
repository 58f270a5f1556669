import { describe, expect, test } from "@jest/globals";
import { identityOf } from "../../../cli/entra/identity.ts";

const PRINCIPAL = { ARM_TENANT_ID: "tenant", ARM_CLIENT_ID: "client" };
const REQUEST = { ACTIONS_ID_TOKEN_REQUEST_URL: "https://ci.example.com", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "bearer" };

describe("the azuread provider signs in with", () => {
  const settings = (given: Readonly<Record<string, string>>) => async (key: string) => given[key] ?? "";

  test.each<[string, string, NodeJS.ProcessEnv, Readonly<Record<string, string>>?]>([
    ["the Azure CLI, where nothing is set", "azureCli", {}],
    ["the Azure CLI, where only the tenant is set", "azureCli", { ARM_TENANT_ID: "tenant" }],
    ["the Azure CLI, where a secret has no client id", "azureCli", { ARM_TENANT_ID: "tenant", ARM_CLIENT_SECRET: "s" }],
    ["the Azure CLI, where a token is not turned on", "azureCli", { ...PRINCIPAL, ARM_OIDC_TOKEN: "t" }],
    ["nothing, where the Azure CLI is turned off", "none", { ARM_USE_CLI: "0" }],
    [
      "a secret before a token",
      "secret",
      { ...PRINCIPAL, ARM_CLIENT_SECRET: "s", ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "t" },
    ],
    [
      "a certificate before a secret",
      "certificate",
      { ...PRINCIPAL, ARM_CLIENT_CERTIFICATE_PATH: "c", ARM_CLIENT_SECRET: "s" },
    ],
    ["a token", "token", { ...PRINCIPAL, ARM_USE_OIDC: "1", ARM_OIDC_TOKEN: "t" }],
    ["GitHub's token", "tokenRequest", { ...PRINCIPAL, ...REQUEST, ARM_USE_OIDC: "true" }],
    [
      "a service connection of Azure Pipelines",
      "azurePipelines",
      { ...PRINCIPAL, ...REQUEST, ARM_USE_OIDC: "true", ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID: "id" },
    ],
    ["a managed identity before the Azure CLI", "managedIdentity", { ARM_USE_MSI: "true" }],
    ["what the stack says, before the environment", "azureCli", { ARM_USE_CLI: "false" }, { "azuread:useCli": "true" }],
    [
      "a secret of the stack",
      "secret",
      {},
      { "azuread:tenantId": "t", "azuread:clientId": "c", "azuread:clientSecret": "s" },
    ],
  ])("%s", async (_, kind, env, given = {}) => {
    expect(await identityOf(settings(given), env)).toMatchObject({ kind });
  });

  test("a token in a file", async () => {
    const file = new URL(import.meta.url).pathname;
    const env = { ...PRINCIPAL, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN_FILE_PATH: file };
    expect(await identityOf(settings({}), env)).toMatchObject({
      kind: "token",
      token: expect.stringContaining("import"),
    });
  });
});
