import { describe, expect, test } from "@jest/globals";
import { createRequest, registerApp, rpc, TestClock } from "./support/fixture.ts";
import { onaClient, scmRequest } from "./support/ona.ts";
import { closePages, newPage } from "./support/page.ts";

closePages();

async function makeToken(url: string, fields: Record<string, string>, origin = new URL(url).origin): Promise<string> {
  const answer = await fetch(url, { method: "POST", headers: { origin }, body: new URLSearchParams(fields) });
  const html = await answer.text();
  return /<li><code>([^<]+)/.exec(html)?.[1] ?? `${answer.status} ${html}`;
}

describe("Gitpod Classic's page /user/tokens", () => {
  test("makes a token of a member, who may read and not write", async () => {
    const { sandbox } = await newPage();
    const page = `${sandbox.gitpod.origin}/user/tokens`;
    const [, owner = ""] = /<option>(Mia[^<]*)/.exec(await (await fetch(page)).text()) ?? [];
    expect(owner).toBe("Mia Sandbox (member of Acme, member of Globex, owner of Initech)");
    const token = await makeToken(page, { owner, rights: "all", ends: "never" });
    expect(token).toMatch(/^gitpod_pat_/);
    const { status } = await rpc(sandbox, "CreateAuthProvider", createRequest(sandbox), { token });
    expect(status).toBe(403);
    const { organizationId } = sandbox.gitpod;
    expect((await rpc(sandbox, "ListAuthProviders", { organizationId }, { token })).status).toBe(200);
  });

  test("makes a token of an owner that only reads, and one that ends", async () => {
    const clock = new TestClock();
    const { sandbox } = await newPage({ clock });
    const page = `${sandbox.gitpod.origin}/user/tokens`;
    const [, owner = ""] = /<option>(Sam[^<]*)/.exec(await (await fetch(page)).text()) ?? [];
    const { application, password } = registerApp(sandbox);
    const request = createRequest(sandbox, { clientId: application.appId, clientSecret: password.secretText });
    const reading = await makeToken(page, { owner, rights: "read", ends: "never" });
    expect((await rpc(sandbox, "CreateAuthProvider", request, { token: reading })).status).toBe(403);
    const ending = await makeToken(page, { owner, rights: "all", ends: "in 5 minutes" });
    expect((await rpc(sandbox, "CreateAuthProvider", request, { token: ending })).status).toBe(200);
    clock.time += 5 * 60_000;
    const { organizationId } = sandbox.gitpod;
    expect((await rpc(sandbox, "ListAuthProviders", { organizationId }, { token: ending })).status).toBe(401);
  });

  test("takes no form from another site, and no owner that it does not know", async () => {
    const { sandbox } = await newPage();
    const page = `${sandbox.gitpod.origin}/user/tokens`;
    expect(await makeToken(page, { owner: "Sam", rights: "all", ends: "never" })).toMatch(/^400 /);
    expect(await makeToken(page, {}, "https://evil.example")).toMatch(/^403 /);
    expect(sandbox.gitpod.installation.tokens.list()).toHaveLength(2);
  });
});

test("a page says when a token was last used, and when it ends", async () => {
  const clock = new TestClock();
  const { sandbox } = await newPage({ clock });
  const page = `${sandbox.ona.origin}/settings/personal-access-tokens`;
  const token = await makeToken(page, { owner: "An administrator", rights: "read", ends: "in 5 minutes" });
  const shown = async () => new RegExp(`${token}</code><br>([^<]+)`).exec(await (await fetch(page)).text())?.[1];
  expect(await shown()).toBe("An administrator; may only read; never used; ends 2030-01-01 00:05 UTC");
  clock.time += 60_000;
  await onaClient(sandbox, token).listRunners({});
  clock.time += 4 * 60_000;
  expect(await shown()).toBe(
    "An administrator; may only read; last used 2030-01-01 00:01 UTC; ended 2030-01-01 00:05 UTC",
  );
});

test("Ona's page makes tokens that only read, and tokens of a service account", async () => {
  const { sandbox } = await newPage();
  const page = `${sandbox.ona.origin}/settings/personal-access-tokens`;
  const reading = await makeToken(page, { owner: "An administrator", rights: "read", ends: "in 30 days" });
  await expect(onaClient(sandbox, reading).createSCMIntegration(scmRequest(sandbox))).rejects.toThrow("read-only");
  const account = await makeToken(page, { owner: "A service account", rights: "all", ends: "never" });
  const { subject } = await onaClient(sandbox, account).getAuthenticatedIdentity({});
  expect(subject?.id).toBe(sandbox.ona.access.serviceAccountId);
});
