import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { approve } from "../../../sandbox/browser.ts";
import { describeInjection } from "../../../sandbox/faults.ts";
import { PLATFORMS } from "../../../sandbox/platforms.ts";
import { placesOf } from "../../../sandbox/play/byHand.ts";
import { findSituation, SITUATIONS, type Situation } from "../../../sandbox/play/situations.ts";
import { playWhenReady } from "../../../sandbox/play/whenReady.ts";
import type { Sandbox } from "../../../sandbox/types.ts";
import { activationUrl, rpc } from "../support/fixture.ts";
import { connectUrl, onaClient } from "../support/ona.ts";
import { closePages, newPage } from "../support/page.ts";

closePages();

function named(name: string): Situation {
  const found = findSituation(name);
  if (typeof found === "string") throw new Error(found);
  return found;
}

/** With an integration of each platform that nobody has activated, and a person who is connected to Ona. */
async function playground(): Promise<Sandbox> {
  const { sandbox } = await newPage();
  for (const id of [sandbox.gitpod.organizationId, sandbox.ona.runnerId]) {
    const place = placesOf(sandbox).find((each) => each.id === id);
    await place?.make({ appName: `App of ${id}`, host: "dev.azure.com", activated: false });
  }
  await approve(connectUrl(sandbox));
  return sandbox;
}

async function played(name: string): Promise<Sandbox> {
  const sandbox = await playground();
  named(name).play(sandbox);
  return sandbox;
}

test.each(SITUATIONS.map(({ name, guide }) => [name, guide]))(
  "%s names a page and a heading of the guide",
  (_, guide) => {
    const [page = "", anchor] = guide.split("#");
    const file = new URL(`../../../docs/${page}`, import.meta.url);
    expect(existsSync(file)).toBe(true);
    const anchors = [...readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, "")
        .replaceAll(" ", "-"),
    );
    if (anchor !== undefined) expect(anchors).toContain(anchor);
  },
);

test("names are unique, and a wrong one is explained", () => {
  expect(new Set(SITUATIONS.map(({ name }) => name)).size).toBe(SITUATIONS.length);
  expect(findSituation("throtled")).toContain("did you mean throttled?");
});

test("what only one platform can have is in the list, after the situation that it names", () => {
  const names = SITUATIONS.map(({ name }) => name);
  for (const { situations } of PLATFORMS) {
    for (const [before, { name }] of Object.entries(situations)) expect(names[names.indexOf(name) - 1]).toBe(before);
  }
});

describe("who opens the activation link sees", () => {
  test.each([
    ["secret-ended", "AADSTS7000222"],
    ["deleted-in-portal-secret", "AADSTS7000215"],
    ["deleted-in-portal-app", "AADSTS700016"],
    ["redirect-uri-changed", "AADSTS50011"],
    ["permission-removed", "AADSTS70011"],
    ["oauth-policy-off", "TF400813"],
    ["admin-consent-only", "AADSTS90094"],
    ["member-token", "is not permitted"],
    ["deleted-at-gitpod", "There is no Git provider"],
  ])("after %s: %s", async (name, message) => {
    const sandbox = await played(name);
    expect((await approve(activationUrl(sandbox))).message).toContain(message);
  });
});

describe("who connects to Ona sees", () => {
  test.each([
    ["id-tokens-off", "AADSTS700054"],
    ["oauth-policy-off", "TF400813"],
    ["secret-ended", "AADSTS7000222"],
  ])("after %s: %s", async (name, message) => {
    const sandbox = await played(name);
    expect((await approve(connectUrl(sandbox))).message).toContain(message);
  });

  test("after oauth-policy-off that they are no longer connected", async () => {
    const sandbox = await playground();
    const place = { runnerId: sandbox.ona.runnerId, host: "dev.azure.com" };
    expect(await onaClient(sandbox).checkAuthenticationForHost(place)).toMatchObject({ authenticated: true });
    named("oauth-policy-off").play(sandbox);
    expect(await onaClient(sandbox).checkAuthenticationForHost(place)).toMatchObject({ authenticated: false });
  });
});

describe("a situation that lasts", () => {
  const lasting = SITUATIONS.filter((situation) => situation.lasting !== undefined);
  test.each(lasting.map((situation) => [situation.name, situation] as const))(
    "%s is on until it ends",
    async (_, each) => {
      const sandbox = await playground();
      expect(each.lasting?.isOn(sandbox)).toBe(false);
      each.play(sandbox);
      expect(each.lasting?.isOn(sandbox)).toBe(true);
      each.lasting?.end(sandbox);
      expect(each.lasting?.isOn(sandbox)).toBe(false);
    },
  );

  test("tokens-ended gives the tokens back with their rights", async () => {
    const sandbox = await played("tokens-ended");
    const { organizationId } = sandbox.gitpod;
    expect((await rpc(sandbox, "ListAuthProviders", { organizationId })).status).toBe(401);
    await expect(onaClient(sandbox).listRunners({})).rejects.toThrow("invalid token");
    named("tokens-ended").lasting?.end(sandbox);
    expect((await rpc(sandbox, "ListAuthProviders", { organizationId })).status).toBe(200);
    expect((await onaClient(sandbox).listRunners({})).runners).toHaveLength(3);
  });
});

test("token-ends-soon leaves the token as it is but for its end", async () => {
  const sandbox = await played("token-ends-soon");
  const stacks = sandbox.ona.access.tokens.list().find(({ text }) => text === sandbox.ona.token);
  const days = ((stacks?.expiresAt ?? 0) - sandbox.ona.access.tokens.now()) / 86_400_000;
  expect(days).toBeCloseTo(12, 2);
  const { personalAccessTokens } = await onaClient(sandbox).listPersonalAccessTokens({});
  expect(personalAccessTokens.find(({ id }) => id === stacks?.id)?.expiresAt).toBeDefined();
  expect((await onaClient(sandbox).listRunners({})).runners).toHaveLength(3);
});

test("throttled hits the next calls of each platform, and counts them down", async () => {
  const sandbox = await played("throttled");
  const { organizationId } = sandbox.gitpod;
  const { status, headers } = await rpc(sandbox, "ListAuthProviders", { organizationId });
  expect({ status, wait: headers.get("retry-after") }).toEqual({ status: 429, wait: "2" });
  expect(sandbox.faults.active().map(describeInjection)).toEqual([
    "the next 3 calls of gitpod: rateLimit",
    "the next 4 calls of ona: rateLimit",
  ]);
});

test("--play waits for an integration and for calls to cease, if the situation needs one", async () => {
  const { sandbox } = await newPage();
  const done: string[] = [];
  playWhenReady(sandbox, named("oauth-policy-off"), () => done.push("oauth-policy-off"));
  expect(done).toEqual(["oauth-policy-off"]);
  const when = new Promise<void>((resolve) => playWhenReady(sandbox, named("deactivated"), resolve));
  const { organizationId } = sandbox.gitpod;
  await rpc(sandbox, "ListAuthProviders", { organizationId });
  await placesOf(sandbox)[0]?.make({ appName: "Gitpod", host: "dev.azure.com", activated: true });
  expect(sandbox.gitpod.integrations.list()).toMatchObject([{ verified: true }]);
  await rpc(sandbox, "ListAuthProviders", { organizationId });
  await when;
  expect(sandbox.gitpod.integrations.list()).toMatchObject([{ verified: false }]);
});
