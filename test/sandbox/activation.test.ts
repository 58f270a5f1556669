import { describe, expect, test } from "@jest/globals";
import { approve } from "../../sandbox/browser.ts";
import { AZURE_DEVOPS } from "../../sandbox/entra/microsoftApps.ts";
import {
  activationUrl,
  closeSandboxes,
  createRequest,
  integrate,
  newSandbox,
  registerApp,
  rpc,
  TestClock,
} from "./support/fixture.ts";

closeSandboxes();

describe("success", () => {
  test("a person accepts, and the integration is verified", async () => {
    const sandbox = await newSandbox();
    const { id } = await integrate(sandbox);
    const visit = await approve(activationUrl(sandbox));
    expect(visit).toMatchObject({ ok: true, message: "Connected", permissions: ["vso.code_write", "vso.profile"] });
    const { body } = await rpc(sandbox, "GetAuthProvider", { authProviderId: id });
    expect(body.authProvider.verified).toBe(true);
  });

  test("the second time, Entra remembers the consent and shows no consent page", async () => {
    const sandbox = await newSandbox();
    const { id } = await integrate(sandbox);
    await approve(activationUrl(sandbox));
    sandbox.gitpod.integrations.modify(id, { verified: false });
    expect(await approve(activationUrl(sandbox))).toMatchObject({ ok: true, permissions: [] });
    expect(sandbox.gitpod.integrations.get(id)?.verified).toBe(true);
  });

  test("an integration that changed during the consent stays unverified", async () => {
    const sandbox = await newSandbox();
    const { id } = await integrate(sandbox);
    sandbox.faults.inject({
      operation: "POST /{tenant}/oauth2/v2.0/token",
      kind: { type: "delay", milliseconds: 100 },
    });
    const visit = approve(activationUrl(sandbox));
    while (sandbox.faults.pending().length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    sandbox.gitpod.integrations.modify(id, { changedAt: 1 });
    await visit;
    expect(sandbox.gitpod.integrations.get(id)?.verified).toBe(false);
  });

  test("journal and last URL contain neither code nor secret", async () => {
    const sandbox = await newSandbox();
    const { password } = await integrate(sandbox);
    const visit = await approve(activationUrl(sandbox));
    const written = JSON.stringify([sandbox.journal.entries(), visit]);
    for (const secret of [password.secretText, sandbox.gitpod.token, "code="]) expect(written).not.toContain(secret);
  });
});

describe("Entra refuses", () => {
  const wrongApps: [string, object, string][] = [
    [
      "another redirect URI",
      { web: { redirectUris: ["https://gitpod.example.com/auth/callback"] } },
      "AADSTS50011: The redirect URI 'http://localhost:",
    ],
    ["no permission of Azure DevOps", { requiredResourceAccess: [] }, "AADSTS650056: Misconfigured application."],
    [
      "another permission than the requested one",
      {
        requiredResourceAccess: [
          {
            resourceAppId: AZURE_DEVOPS.appId,
            resourceAccess: [{ id: AZURE_DEVOPS.scopes["vso.code"], type: "Scope" }],
          },
        ],
      },
      "AADSTS70011: The provided value for the input parameter 'scope' is not valid. The scope 'https://app.vssps.visualstudio.com/vso.code_write'",
    ],
  ];

  test.each(wrongApps)("an app registration with %s", async (_, properties, message) => {
    const sandbox = await newSandbox();
    const { id } = await integrate(sandbox, properties);
    const visit = await approve(activationUrl(sandbox));
    expect(visit.ok).toBe(false);
    expect(visit.message).toContain(message);
    expect(sandbox.gitpod.integrations.get(id)?.verified).toBe(false);
  });

  test("an app that does not exist", async () => {
    const sandbox = await newSandbox();
    await rpc(
      sandbox,
      "CreateAuthProvider",
      createRequest(sandbox, { clientId: "5ca1ab1e-0000-4000-8000-000000000000" }),
    );
    const { message } = await approve(activationUrl(sandbox));
    expect(message).toContain(
      "AADSTS700016: Application with identifier '5ca1ab1e-0000-4000-8000-000000000000' was not found",
    );
  });

  test("a tenant that does not exist", async () => {
    const sandbox = await newSandbox();
    const { id } = await integrate(sandbox);
    const authorizationUrl = `${sandbox.entra.authorityHost}/contoso/oauth2/v2.0/authorize`;
    sandbox.gitpod.integrations.modify(id, { authorizationUrl });
    expect((await approve(activationUrl(sandbox))).message).toContain("AADSTS90002: Tenant 'contoso' not found.");
  });

  test("a wrong secret", async () => {
    const sandbox = await newSandbox();
    const { application } = registerApp(sandbox);
    const credentials = { clientId: application.appId, clientSecret: "wrong" };
    await rpc(sandbox, "CreateAuthProvider", createRequest(sandbox, credentials));
    const visit = await approve(activationUrl(sandbox));
    expect(visit.message).toContain("AADSTS7000215: Invalid client secret provided.");
    expect(visit.message).toMatch(
      /Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/,
    );
  });

  test("a secret that was removed", async () => {
    const sandbox = await newSandbox();
    const { application, password } = await integrate(sandbox);
    sandbox.entra.directory.removePassword(application.id, password.keyId);
    expect((await approve(activationUrl(sandbox))).message).toContain("AADSTS7000215");
  });

  test("an expired secret", async () => {
    const clock = new TestClock();
    const sandbox = await newSandbox({ clock });
    await integrate(sandbox);
    clock.time += 731 * 86_400_000;
    expect((await approve(activationUrl(sandbox))).message).toContain(
      "AADSTS7000222: The provided client secret keys for app",
    );
  });

  test("a person who cancels", async () => {
    const sandbox = await newSandbox();
    const { id } = await integrate(sandbox);
    const visit = await approve(activationUrl(sandbox), { accept: false });
    expect(visit).toMatchObject({
      ok: false,
      message: expect.stringContaining("AADSTS65004: User declined to consent"),
    });
    expect(sandbox.gitpod.integrations.get(id)?.verified).toBe(false);
  });

  test("people who may not consent for themselves", async () => {
    const sandbox = await newSandbox();
    await integrate(sandbox);
    sandbox.entra.directory.policy.userConsent = false;
    expect((await approve(activationUrl(sandbox))).message).toContain("AADSTS90094");
  });

  test("a silent sign-in without consent", async () => {
    const sandbox = await newSandbox();
    const { id } = await integrate(sandbox);
    const { authorizationUrl } = sandbox.gitpod.integrations.get(id) as { authorizationUrl: string };
    sandbox.gitpod.integrations.modify(id, { authorizationUrl: `${authorizationUrl}?prompt=none` });
    expect((await approve(activationUrl(sandbox))).message).toContain(
      "AADSTS65001: The user or administrator has not consented",
    );
  });
});

describe("Gitpod refuses", () => {
  test("a host without an integration, and a return address elsewhere", async () => {
    const sandbox = await newSandbox();
    await integrate(sandbox);
    const unknown = await approve(activationUrl(sandbox, { host: "ado.example.com" }));
    const elsewhere = await approve(activationUrl(sandbox, { returnTo: "https://evil.example.com/complete-auth" }));
    expect(unknown).toMatchObject({ ok: false, message: expect.stringContaining("Bad request") });
    expect(elsewhere).toMatchObject({ ok: false, message: expect.stringContaining("returnTo is not allowed") });
  });

  test("a member who is not an owner, while the integration is unverified", async () => {
    const sandbox = await newSandbox();
    await integrate(sandbox);
    sandbox.gitpod.installation.setRole(sandbox.gitpod.organizationId, "member");
    expect((await approve(activationUrl(sandbox))).message).toContain("is not permitted");
  });

  test("an unknown state", async () => {
    const sandbox = await newSandbox();
    const answer = await fetch(`${sandbox.gitpod.origin}/auth/callback?state=made-up&code=made-up`);
    expect(answer.status).toBe(400);
  });

  test("a new integration that the authorize page does not know yet", async () => {
    const clock = new TestClock();
    const sandbox = await newSandbox({ clock, propagationDelay: 2000 });
    await integrate(sandbox);
    const before = await approve(activationUrl(sandbox));
    clock.time += 2000;
    const after = await approve(activationUrl(sandbox));
    expect([before.ok, after.ok]).toEqual([false, true]);
  });
});
