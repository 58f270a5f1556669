import { describe, expect, test } from "@jest/globals";
import type { Application, Password } from "../../sandbox/index.ts";
import { closeSandboxes, endpoints, graph, newSandbox, registerApp, TestClock, token } from "./support/fixture.ts";

closeSandboxes();

/** The form that proves a secret. */
const clientCredentials = ({ appId }: Application, { secretText }: Password) => ({
  grant_type: "client_credentials",
  client_id: appId,
  client_secret: secretText,
  scope: "499b84ac-1321-427f-aa17-267ca6975798/.default",
});

describe("token endpoint", () => {
  const refusals: [string, Record<string, string>, number, string, number][] = [
    ["no secret", { client_secret: "" }, 401, "invalid_client", 7000218],
    ["a wrong secret", { client_secret: "wrong" }, 401, "invalid_client", 7000215],
    ["an unknown app", { client_id: "nobody" }, 400, "unauthorized_client", 700016],
    ["a made-up code", { grant_type: "authorization_code", code: "made-up" }, 400, "invalid_request", 9002313],
    ["another grant", { grant_type: "password" }, 400, "unsupported_grant_type", 70003],
    ["a scope that is no resource", { scope: "vso.code" }, 400, "invalid_scope", 70011],
  ];

  test.each(refusals)("refuses %s", async (_, change, status, error, code) => {
    const sandbox = await newSandbox();
    const { application, password } = registerApp(sandbox);
    const answer = await token(sandbox, { ...clientCredentials(application, password), ...change });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      error,
      error_codes: [code],
      error_description: expect.stringContaining(`AADSTS${code}:`),
    });
  });

  test("accepts client credentials once the app has a service principal", async () => {
    const sandbox = await newSandbox();
    const { application, password } = registerApp(sandbox);
    const form = clientCredentials(application, password);
    const without = await token(sandbox, form);
    sandbox.entra.directory.addPrincipal(application.appId);
    const proven = await token(sandbox, form);
    const elsewhere = await token(sandbox, form, "contoso");
    expect(without.body.error_codes).toEqual([7000229]);
    expect(proven).toMatchObject({ status: 200, body: { token_type: "Bearer", access_token: expect.any(String) } });
    expect(elsewhere.body.error_codes).toEqual([90002]);
  });

  test("old and new secret both work until the old one is removed", async () => {
    const sandbox = await newSandbox();
    const { application, password } = registerApp(sandbox);
    sandbox.entra.directory.addPrincipal(application.appId);
    const renewed = sandbox.entra.directory.addPassword(application.id);
    const prove = (secret: Password) => token(sandbox, clientCredentials(application, secret));
    const both = await Promise.all([prove(password), prove(renewed)]);
    sandbox.entra.directory.removePassword(application.id, password.keyId);
    expect([...both.map(({ status }) => status), (await prove(password)).status]).toEqual([200, 200, 401]);
  });
});

describe("authorization codes", () => {
  /** A sandbox where the person has consented, and the form that redeems the code. */
  async function consented(clock = new TestClock()) {
    const sandbox = await newSandbox({ clock });
    const { application, password } = registerApp(sandbox);
    const redirectUri = `${sandbox.gitpod.origin}/auth/callback`;
    const authorize = new URL(endpoints(sandbox).authorizationUrl);
    const scope = "https://app.vssps.visualstudio.com/vso.code_write offline_access";
    const query = { client_id: application.appId, redirect_uri: redirectUri, response_type: "code", scope, state: "s" };
    authorize.search = new URLSearchParams(query).toString();
    const page = await (await fetch(authorize)).text();
    const ctx = /name="ctx" value="([^"]+)"/.exec(page)?.[1] ?? "";
    const consent = await fetch(`${sandbox.entra.authorityHost}/${sandbox.entra.tenantId}/consent`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ ctx, decision: "accept" }),
    });
    const back = new URL(consent.headers.get("location") ?? "");
    const form = {
      grant_type: "authorization_code",
      client_id: application.appId,
      client_secret: password.secretText,
      redirect_uri: redirectUri,
      code: back.searchParams.get("code") ?? "",
    };
    return { sandbox, clock, form, state: back.searchParams.get("state") };
  }

  test("can be redeemed once, for an access and a refresh token", async () => {
    const { sandbox, form, state } = await consented();
    const first = await token(sandbox, form);
    const second = await token(sandbox, form);
    expect(state).toBe("s");
    expect(first).toMatchObject({
      status: 200,
      body: { access_token: expect.any(String), refresh_token: expect.any(String) },
    });
    expect(second).toMatchObject({ status: 400, body: { error: "invalid_grant", error_codes: [54005] } });
  });

  test("need the app and redirect URI that they were issued for", async () => {
    const { sandbox, form } = await consented();
    const { application, password } = registerApp(sandbox);
    const credentials = { client_id: application.appId, client_secret: password.secretText };
    const elsewhere = await token(sandbox, { ...form, redirect_uri: "https://evil.example.com/" });
    const stolen = await token(sandbox, { ...form, ...credentials });
    expect([elsewhere.body.error_codes, stolen.body.error_codes]).toEqual([[500112], [9002313]]);
  });

  test("expire", async () => {
    const { sandbox, clock, form } = await consented();
    clock.time += 600_001;
    expect((await token(sandbox, form)).body.error_codes).toEqual([70008]);
  });
});

describe("replication", () => {
  test("delays each kind of new object as configured", async () => {
    const clock = new TestClock();
    const sandbox = await newSandbox({ clock, replicationDelay: { graph: 1000, application: 2000, secret: 3000 } });
    const { application, password } = registerApp(sandbox);
    const form = clientCredentials(application, password);
    const seen = async () => {
      const { status } = await graph(sandbox, "GET", `/applications/${application.id}`);
      const { body } = await token(sandbox, form);
      return [status, (body.error_codes as number[] | undefined)?.[0]];
    };
    const states = [];
    for (let second = 0; second <= 3; second += 1) {
      states.push(await seen());
      clock.time += 1000;
    }
    expect(states).toEqual([
      [404, 700016],
      [200, 700016],
      [200, 7000215],
      [200, 7000229],
    ]);
  });
});
