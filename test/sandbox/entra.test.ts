import { describe, expect, test } from "@jest/globals";
import {
  closeSandboxes,
  endpoints,
  graph,
  newSandbox,
  PERMISSIONS,
  registerApp,
  TestClock,
  token,
} from "./support/fixture.ts";

closeSandboxes();

const DEVOPS_SCOPE = "499b84ac-1321-427f-aa17-267ca6975798/.default";

describe("Microsoft Graph", () => {
  test("an app registration lives: made, read, found by name, changed, deleted", async () => {
    const sandbox = await newSandbox();
    const made = await graph(sandbox, "POST", "/applications", {
      displayName: "O'Neil",
      requiredResourceAccess: PERMISSIONS,
    });
    const path = `/applications/${made.body.id}`;
    const patched = await graph(sandbox, "PATCH", path, { notes: "ours" });
    const read = await graph(sandbox, "GET", path);
    const found = await graph(
      sandbox,
      "GET",
      `/applications?$filter=${encodeURIComponent("displayName eq 'O''Neil'")}`,
    );
    const deleted = await graph(sandbox, "DELETE", path);
    const gone = await graph(sandbox, "GET", path);
    expect([made, patched, deleted, gone].map(({ status }) => status)).toEqual([201, 204, 204, 404]);
    expect(read.body).toMatchObject({ ...made.body, notes: "ours", signInAudience: "AzureADMyOrg" });
    expect(found.body.value).toEqual([read.body]);
    expect(gone.body.error).toMatchObject({
      code: "Request_ResourceNotFound",
      message: expect.stringContaining(`Resource '${made.body.id}' does not exist`),
    });
  });

  test("a secret is shown once, and looks like Entra's", async () => {
    const sandbox = await newSandbox();
    const { application } = registerApp(sandbox);
    const path = `/applications/${application.id}`;
    const wanted = { displayName: "ci", endDateTime: "2031-01-01T00:00:00Z" };
    const { body } = await graph(sandbox, "POST", `${path}/addPassword`, { passwordCredential: wanted });
    expect(body.secretText).toMatch(/^[\w.-]{3}8Q~[\w.-]{34}$/);
    const read = await graph(sandbox, "GET", path);
    expect(read.body.passwordCredentials).toContainEqual({ ...body, secretText: null });
    expect(JSON.stringify(read.body)).not.toContain(body.secretText);
    const removed = await graph(sandbox, "POST", `${path}/removePassword`, { keyId: body.keyId });
    const again = await graph(sandbox, "POST", `${path}/removePassword`, { keyId: body.keyId });
    expect([removed.status, again.status]).toEqual([204, 400]);
  });

  test("a policy may limit the life of secrets", async () => {
    const sandbox = await newSandbox();
    const { application } = registerApp(sandbox);
    sandbox.entra.directory.policy.maxSecretLifetimeDays = 30;
    const { status, body } = await graph(sandbox, "POST", `/applications/${application.id}/addPassword`, {});
    expect(status).toBe(400);
    expect(body.error.code).toBe("CredentialInvalidLifetimeAsPerAppPolicy");
  });

  test.each([
    "http://gitpod.example.com/auth/callback",
    "https://*.example.com/",
    "https://a.example.com/#x",
    `https://a.example.com/${"x".repeat(256)}`,
  ])("refuses the redirect URI %s", async (uri) => {
    const sandbox = await newSandbox();
    const { status, body } = await graph(sandbox, "POST", "/applications", {
      displayName: "x",
      web: { redirectUris: [uri] },
    });
    expect({ status, code: body.error.code }).toEqual({ status: 400, code: "Request_BadRequest" });
  });

  test("a service principal needs its app, is the only one, and goes with the app", async () => {
    const sandbox = await newSandbox();
    const { application } = registerApp(sandbox);
    const orphan = await graph(sandbox, "POST", "/servicePrincipals", {
      appId: "5ca1ab1e-0000-4000-8000-000000000000",
    });
    const made = await graph(sandbox, "POST", "/servicePrincipals", { appId: application.appId });
    const second = await graph(sandbox, "POST", "/servicePrincipals", { appId: application.appId });
    await graph(sandbox, "DELETE", `/applications/${application.id}`);
    const gone = await graph(sandbox, "GET", `/servicePrincipals/${made.body.id}`);
    expect([orphan.status, made.status, second.status, gone.status]).toEqual([400, 201, 409, 404]);
    expect(orphan.body.error.code).toBe("NoBackingApplicationObject");
  });

  test("knows Azure DevOps and Microsoft Graph, with their permissions", async () => {
    const sandbox = await newSandbox();
    const filter = encodeURIComponent("appId eq '499b84ac-1321-427f-aa17-267ca6975798'");
    const { body } = await graph(sandbox, "GET", `/servicePrincipals?$filter=${filter}`);
    expect(body.value[0]?.oauth2PermissionScopes).toContainEqual({
      id: "028ffaf1-6f06-490a-979e-38011f92fb7c",
      value: "vso.code_write",
      isEnabled: true,
    });
  });
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
    const form = {
      grant_type: "client_credentials",
      client_id: application.appId,
      client_secret: password.secretText,
      scope: DEVOPS_SCOPE,
    };
    const answer = await token(sandbox, { ...form, ...change });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      error,
      error_codes: [code],
      error_description: expect.stringContaining(`AADSTS${code}:`),
    });
  });

  test("proves a secret by client credentials, once the app has a service principal", async () => {
    const sandbox = await newSandbox();
    const { application, password } = registerApp(sandbox);
    const form = {
      grant_type: "client_credentials",
      client_id: application.appId,
      client_secret: password.secretText,
      scope: DEVOPS_SCOPE,
    };
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
    const prove = (secret: string) =>
      token(sandbox, {
        grant_type: "client_credentials",
        client_id: application.appId,
        client_secret: secret,
        scope: DEVOPS_SCOPE,
      });
    const both = await Promise.all([prove(password.secretText), prove(renewed.secretText)]);
    sandbox.entra.directory.removePassword(application.id, password.keyId);
    expect([...both.map(({ status }) => status), (await prove(password.secretText)).status]).toEqual([200, 200, 401]);
  });
});

describe("authorization codes", () => {
  /** A sandbox whose person has consented, with the form that redeems the code. */
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

  test("are redeemed once, for access and refresh token", async () => {
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

  test("need the redirect URI they were issued for, and the app", async () => {
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
  test("new things are not known at once, each for as long as was asked", async () => {
    const clock = new TestClock();
    const sandbox = await newSandbox({ clock, replicationDelay: { graph: 1000, application: 2000, secret: 3000 } });
    const { application, password } = registerApp(sandbox);
    const form = {
      grant_type: "client_credentials",
      client_id: application.appId,
      client_secret: password.secretText,
      scope: DEVOPS_SCOPE,
    };
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
