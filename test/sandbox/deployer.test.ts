import { describe, expect, test } from "@jest/globals";
import { SANDBOX } from "../../sandbox/constants.ts";
import type { Sandbox } from "../../sandbox/index.ts";
import { GraphClient } from "../../sandbox/stand-ins/azuread/graphClient.ts";
import { closeSandboxes, newSandbox, TestClock } from "./support/fixture.ts";

closeSandboxes();

const MINUTE = 60_000;
const { clientId, clientSecret } = SANDBOX.deployer;

const log = { status() {}, debug() {}, info() {}, warn() {}, error() {} };
const context = { clock: new TestClock(), signal: new AbortController().signal, log };

/** Signs in as the azuread plugin does, and calls Graph. */
function call({ entra }: Sandbox, proof: { clientSecret?: string; oidcToken?: string }): Promise<unknown> {
  const metadataHost = new URL(entra.authorityHost).host;
  const client = new GraphClient({ metadataHost, tenantId: entra.tenantId, clientId, ...proof });
  return client.call("GET", "/applications", context);
}

describe("the deployer", () => {
  test("signs in with its secret or a pipeline's token", async () => {
    const sandbox = await newSandbox();
    expect(await call(sandbox, { clientSecret })).toEqual({ value: [] });
    expect(await call(sandbox, { oidcToken: sandbox.entra.deployer.workloadToken() })).toEqual({ value: [] });
  });

  test.each([
    ["another secret", () => ({ clientSecret: "other" }), "AADSTS7000215"],
    ["no credentials", () => ({}), "no way to sign in"],
    ["a token with an invalid signature", () => ({ oidcToken: "a.b.c" }), "AADSTS700027"],
    [
      "another job's token",
      ({ entra }: Sandbox) => ({
        oidcToken: entra.deployer.workloadToken({ sub: "repo:acme/other:ref:refs/heads/x" }),
      }),
      "AADSTS700213",
    ],
    [
      "an expired token",
      ({ entra }: Sandbox) => ({ oidcToken: entra.deployer.workloadToken({ exp: 1 }) }),
      "AADSTS700024",
    ],
  ])("is refused with %s", async (_, proof, message) => {
    const sandbox = await newSandbox();
    await expect(call(sandbox, proof(sandbox))).rejects.toThrow(message);
  });

  test("can call Graph with its token for an hour", async () => {
    const clock = new TestClock();
    const { entra } = await newSandbox({ clock });
    const answer = async (headers: Record<string, string>) =>
      (await fetch(`${entra.graphUrl}/applications`, { headers })).status;
    const authorization = `Bearer ${entra.deployer.accessToken()}`;
    expect(await answer({})).toBe(401);
    expect(await answer({ authorization: "Bearer a.b.c" })).toBe(401);
    expect(await answer({ authorization })).toBe(200);
    clock.time += 61 * MINUTE;
    expect(await answer({ authorization })).toBe(401);
  });
});

test("the cloud's metadata has sign-in and Graph on the same host, over TLS", async () => {
  const { entra } = await newSandbox();
  const answer = await fetch(`${entra.authorityHost}/metadata/endpoints?api-version=2022-09-01`);
  expect(await answer.json()).toMatchObject({
    authentication: { loginEndpoint: entra.authorityHost },
    microsoftGraphResourceId: `${entra.authorityHost}/`,
  });
  const openId = await fetch(`${entra.authorityHost}/${entra.tenantId}/v2.0/.well-known/openid-configuration`);
  expect(await openId.json()).toMatchObject({ issuer: `${entra.authorityHost}/${entra.tenantId}/v2.0` });
});
