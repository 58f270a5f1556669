import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { identityOf } from "../../../cli/doctor/entra/identity.ts";
import { HttpServer, json } from "../../provider/support/httpServer.ts";
import { Patient } from "./support/patient.ts";

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

describe("doctor", () => {
  let patient: Patient;
  const servers: HttpServer[] = [];
  beforeAll(async () => {
    patient = await Patient.start();
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  afterAll(() => patient.close());

  const resultsOf = async (env: NodeJS.ProcessEnv, name: string) => {
    const results = await patient.diagnose({ env: { ARM_CLIENT_SECRET: undefined, ...env } });
    return results.filter((result) => result.name === name).map(({ outcome, message }) => [outcome, message]);
  };

  test("signs in with a token of the CI system, as a pipeline does", async () => {
    expect(await resultsOf(patient.sandbox.workloadEnvironment(), "sign-in")).toEqual([
      ["good", expect.stringMatching(/^The azuread provider signs in with a token of the CI system \(OIDC\), as/)],
      ["good", expect.stringContaining(patient.sandbox.entra.tenantId)],
    ]);
  });

  test("asks GitHub for that token, for Entra's audience", async () => {
    const token = patient.sandbox.entra.deployer.workloadToken();
    const server = await HttpServer.start(json(200, { value: token }));
    servers.push(server);
    const request = {
      ARM_USE_OIDC: "true",
      ACTIONS_ID_TOKEN_REQUEST_URL: `${server.url}/token?api-version=2`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "bearer",
    };
    expect(await resultsOf(request, "sign-in")).toMatchObject([
      ["good", expect.any(String)],
      ["good", expect.any(String)],
    ]);
    expect(server.received).toMatchObject([
      { authorization: "Bearer bearer", path: "/token?api-version=2&audience=api%3A%2F%2FAzureADTokenExchange" },
    ]);
  });

  test("does not know the rights of an identity that only the provider can use, and says why", async () => {
    const env = { ARM_CLIENT_CERTIFICATE_PATH: "/etc/deployer.pfx" };
    for (const name of ["sign-in", "rights"]) {
      expect(await resultsOf(env, name)).toEqual([
        ["unknown", "Only the azuread provider can sign in with a client certificate, so its rights are not known."],
      ]);
    }
  });

  test("says where a user sees what the tenant does not show", async () => {
    const { entra, faults } = patient.sandbox;
    const user = { idtyp: "user", upn: "sam@example.com", roles: [] };
    const account = { tenantId: entra.tenantId, user: { name: "sam@example.com", type: "user" } };
    const accessToken = entra.deployer.accessToken("", user);
    const folder = await patient.executable(
      "az",
      `[ "$2" = show ] && echo '${JSON.stringify(account)}' || echo '${JSON.stringify({ accessToken })}'`,
    );
    const env = { ARM_CLIENT_ID: undefined, ARM_USE_CLI: "", PATH: `${folder}:${patient.environment.PATH}` };
    expect(await resultsOf(env, "rights")).toEqual([["good", "It may register apps, as every user of the tenant."]]);
    faults.inject({ operation: "GET /v1.0/policies/{id}", kind: { type: "status", status: 403 } });
    expect(await resultsOf(env, "rights")).toEqual([
      ["unknown", expect.stringMatching(/cannot be read \(HTTP status 403\)\. See https:\/\/entra\.microsoft\.com/)],
    ]);
  });
});
