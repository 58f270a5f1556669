import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { HttpServer, json } from "../../provider/support/httpServer.ts";
import { Patient } from "./support/patient.ts";

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
        ["unknown", "Only the azuread provider can sign in with a client certificate, this command cannot."],
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
