import { request } from "node:http";
import { describe, expect, test } from "@jest/globals";
import { approve } from "../../../sandbox/browser.ts";
import { SANDBOX } from "../../../sandbox/constants.ts";
import { activationUrl, rpc, token } from "../support/fixture.ts";
import { connectUrl } from "../support/ona.ts";
import { closePages, newPage } from "../support/page.ts";

closePages();

/** With an integration of Acme that was made by hand, and its app. */
async function pageWithIntegration(more: Readonly<Record<string, string>> = { activated: "on" }) {
  const running = await newPage();
  const place = { place: running.sandbox.gitpod.organizationId, host: "dev.azure.com", name: "Gitpod" };
  const made = await running.post("make-by-hand", { ...place, ...more });
  const [application] = running.sandbox.entra.directory.applications.values();
  const [integration] = running.sandbox.gitpod.integrations.list();
  if (application === undefined || integration === undefined) throw new Error(made.html);
  const [keyId = ""] = application.passwords.keys();
  return { ...running, made, application, integration, keyId };
}

describe("an integration made by hand", () => {
  test("is an app with a secret that Entra accepts, a service principal and an active integration", async () => {
    const { sandbox, made, application, integration } = await pageWithIntegration();
    const secret = /only this once: <code>([^<]+)<\/code>/.exec(made.html)?.[1] ?? "";
    const { status } = await token(sandbox, {
      grant_type: "client_credentials",
      client_id: application.appId,
      client_secret: secret,
      scope: "499b84ac-1321-427f-aa17-267ca6975798/.default",
    });
    expect(status).toBe(200);
    expect(integration).toMatchObject({ verified: true, clientId: application.appId, host: "dev.azure.com" });
    expect(sandbox.entra.directory.findPrincipal(application.appId)).toBeDefined();
  });

  test("shows its secret once", async () => {
    const { made, show } = await pageWithIntegration();
    const again = await (await fetch(made.url)).text();
    for (const html of [again, await show()]) expect(html).not.toContain("Client secret, shown");
  });

  test("can be activated by its owner if nobody has", async () => {
    const { sandbox } = await pageWithIntegration({});
    expect(await approve(activationUrl(sandbox))).toMatchObject({ ok: true });
    expect(sandbox.gitpod.integrations.list()).toMatchObject([{ verified: true }]);
  });

  test("of Ona is valid, and people can connect", async () => {
    const { sandbox, post } = await newPage();
    await post("make-by-hand", { place: sandbox.ona.runnerId, host: "dev.azure.com", name: "Ona" });
    expect(await approve(connectUrl(sandbox))).toMatchObject({ ok: true });
    expect(sandbox.ona.signIns.list()).toHaveLength(1);
  });

  test("is refused where there is one, and leaves no app behind", async () => {
    const { sandbox, post } = await pageWithIntegration();
    const { html } = await post("make-by-hand", {
      place: sandbox.gitpod.organizationId,
      host: "dev.azure.com",
      name: "Second",
    });
    expect(html).toContain("Gitpod Classic: Acme: Provider for this host already exists.");
    expect(sandbox.entra.directory.applications.size).toBe(1);
  });
});

describe("in the portals a person", () => {
  test.each([
    ["renames an app", "rename-app", { name: "<b>Other" }, "&lt;b&gt;Other"],
    ["changes its redirect URI", "change-redirect-uri", { uris: "https://a.example/x" }, "https://a.example/x"],
    ["takes a permission away", "remove-permission", {}, "Took a permission away from Gitpod."],
    ["makes another secret", "add-secret", {}, "Client secret, shown only this once"],
    ["ends a secret", "end-secret", {}, '<span class="bad">ended</span>'],
    ["deletes a secret", "delete-secret", {}, "Deleted a client secret of Gitpod."],
    ["deletes the service principal", "delete-principal", {}, '<span class="bad">missing</span>'],
    ["deletes the app", "delete-app", {}, "No app registrations yet."],
    ["sets an integration to unverified", "deactivate", {}, '<span class="bad">no</span>'],
    ["deletes an integration", "delete-integration", {}, "Deleted the integration for dev.azure.com in Acme."],
  ])("%s", async (_, action, fields, shown) => {
    const { post, application, integration, keyId } = await pageWithIntegration();
    const [resource] = application.properties.requiredResourceAccess as [
      { resourceAppId: string; resourceAccess: [{ id: string }] },
    ];
    const named = {
      app: application.id,
      secret: keyId,
      integration: integration.id,
      resource: resource.resourceAppId,
      permission: resource.resourceAccess[0].id,
    };
    expect((await post(action, { ...named, ...fields })).html).toContain(shown);
    // Once more: some things are gone by now, which is no error of the server.
    expect((await post(action, { ...named, ...fields })).status).toBe(200);
  });

  test("ends the secret for Entra too", async () => {
    const { sandbox, post, application, keyId } = await pageWithIntegration({});
    await post("end-secret", { app: application.id, secret: keyId });
    expect((await approve(activationUrl(sandbox))).message).toContain("AADSTS7000222");
  });

  test("leaves the last permission of Azure DevOps out, and activation names it", async () => {
    const { sandbox, post } = await pageWithIntegration({});
    await post("play", { situation: "permission-removed" });
    expect((await approve(activationUrl(sandbox))).message).toContain("AADSTS70011");
  });

  test.each([
    "http://gitpod.example.com/x",
    "nonsense",
    "https://a.example/#x",
    `https://a.example/${"x".repeat(256)}`,
  ])("cannot set the redirect URI %s", async (uris) => {
    const { post, application } = await pageWithIntegration();
    const { html } = await post("change-redirect-uri", { app: application.id, uris });
    expect(html).toContain("is no redirect URI");
    expect(html).toContain('role="alert"');
  });

  test("changes who is signed in, and what they may do", async () => {
    const { sandbox, post } = await pageWithIntegration({});
    const { installation, organizationId } = sandbox.gitpod;
    const [sam, mia] = installation.people.map(({ id }) => id);
    await post("sign-in", { person: mia ?? "" });
    expect((await approve(activationUrl(sandbox))).message).toContain("is not permitted");
    await post("set-role", { organization: organizationId, person: mia ?? "", role: "owner" });
    expect(await approve(activationUrl(sandbox))).toMatchObject({ ok: true });
    const { html } = await post("set-role", { organization: organizationId, person: sam ?? "", role: "king" });
    expect(html).toContain("was never there");
  });

  test("takes a runner of Ona offline and back, and registers a new one", async () => {
    const { sandbox, post } = await newPage();
    const runner = sandbox.ona.runnerId;
    expect((await post("take-offline", { runner })).html).toContain("The runner Acme AWS is offline now.");
    expect((await post("bring-online", { runner })).html).toContain("The runner Acme AWS is active now.");
    const unregistered = SANDBOX.otherRunners.unregistered;
    expect((await post("bring-online", { runner: unregistered })).html).not.toContain("never registered");
  });
});

describe("the page", () => {
  test("turns off a situation and a fault", async () => {
    const { sandbox, post, show } = await newPage();
    await post("play", { situation: "oauth-policy-off" });
    await post("play", { situation: "throttled" });
    expect(await show()).toContain("Fault for the next 4 calls of ona: rateLimit");
    await post("end-situation", { situation: "oauth-policy-off" });
    await post("end-fault", { fault: "the next 4 calls of ona: rateLimit" });
    await post("end-fault", { fault: "the next 4 calls of gitpod: rateLimit" });
    expect(await show()).toContain("Nothing that lasts.");
    expect(sandbox.faults.pending()).toEqual([]);
  });

  test.each([
    ["another site", { origin: "https://evil.example" }],
    ["another port", { origin: "http://localhost:1" }],
    ["nowhere", {}],
    ["a sandboxed frame", { origin: "null" }],
  ])("takes no form from %s", async (_, headers: Record<string, string>) => {
    const { sandbox, post } = await newPage();
    expect((await post("play", { situation: "member-token" }, headers)).status).toBe(403);
    const { installation, organizationId } = sandbox.gitpod;
    expect(installation.organizations.roleOf(installation.user, organizationId)).toBe("owner");
  });

  test("answers to no other name than loopback's", async () => {
    const { page } = await newPage();
    const status = await new Promise((resolve) =>
      request(page.url, { headers: { host: "evil.example" } }, (answer) => resolve(answer.statusCode)).end(),
    );
    expect(status).toBe(404);
  });

  test("tells of calls and changes at once, by server-sent events", async () => {
    const { sandbox, page, post, show } = await newPage();
    const events = await fetch(`${page.url}events`);
    expect(events.headers.get("content-type")).toBe("text/event-stream");
    const reader = (events.body as ReadableStream<Uint8Array>).getReader();
    const next = async () => Buffer.from((await reader.read()).value ?? []).toString();
    expect(await next()).toBe("retry: 1000\n\n");
    await rpc(sandbox, "GetAuthenticatedUser", {}, { service: "UserService" });
    expect(await next()).toBe("data: changed\n\n");
    expect(await show()).toContain("<code>GetAuthenticatedUser</code>");
    await post("play", { situation: "member-token" });
    expect(await next()).toBe("data: changed\n\n");
    await reader.cancel();
  });

  test("shows no secret and no token", async () => {
    const { sandbox, show } = await pageWithIntegration();
    const html = await show();
    const secrets = sandbox.gitpod.integrations.list().map(({ clientSecret }) => clientSecret);
    for (const text of [...secrets, SANDBOX.token, SANDBOX.onaToken]) expect(html).not.toContain(text);
    expect(html).toContain(`<code>${secrets[0]?.slice(0, 3)}…</code>`);
  });
});
