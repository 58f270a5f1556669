import { Code } from "@connectrpc/connect";
import { describe, expect, test } from "@jest/globals";
import { Principal } from "../../provider/ona/gen/gitpod/v1/identity_pb.js";
import { closeSandboxes, newSandbox, TestClock } from "./support/fixture.ts";
import { failure, onaClient, scmRequest } from "./support/ona.ts";

closeSandboxes();

describe("pages", () => {
  async function withRunners(count: number) {
    const sandbox = await newSandbox();
    for (let n = 0; n < count; n += 1) sandbox.ona.runners.add({ registered: false });
    return onaClient(sandbox);
  }

  test("have 25 items by default and at most 100, and say how to go on", async () => {
    const client = await withRunners(129);
    const first = await client.listRunners({});
    const second = await client.listRunners({
      pagination: { pageSize: 100, token: first.pagination?.nextToken ?? "" },
    });
    const third = await client.listRunners({ pagination: { token: second.pagination?.nextToken ?? "" } });
    const pages = [first, second, third];
    expect(pages.map(({ runners }) => runners.length)).toEqual([25, 100, 5]);
    expect(third.pagination?.nextToken).toBe("");
    expect(new Set(pages.flatMap(({ runners }) => runners.map(({ runnerId }) => runnerId))).size).toBe(130);
  });

  test("refuse a size over 100 and a wrong token", async () => {
    const client = await withRunners(0);
    for (const pagination of [{ pageSize: 101 }, { token: "wrong" }]) {
      expect((await failure(client.listRunners({ pagination }))).code).toBe(Code.InvalidArgument);
      expect((await failure(client.listSCMIntegrations({ pagination }))).code).toBe(Code.InvalidArgument);
    }
  });
});

describe("lists of integrations", () => {
  test("are filtered by at most 25 runners, whose ids are UUIDs", async () => {
    const sandbox = await newSandbox();
    const client = onaClient(sandbox);
    const other = sandbox.ona.runners.add();
    const requests = [sandbox.ona.runnerId, other.id].map((runnerId) => scmRequest(sandbox, { runnerId, pat: true }));
    for (const request of requests) await client.createSCMIntegration(request);
    const { integrations } = await client.listSCMIntegrations({ filter: { runnerIds: [other.id] } });
    expect(integrations).toMatchObject([{ runnerId: other.id }]);
    expect((await client.listSCMIntegrations({})).integrations).toHaveLength(2);
    for (const runnerIds of [Array<string>(26).fill(other.id), ["acme"]]) {
      expect((await failure(client.listSCMIntegrations({ filter: { runnerIds } }))).code).toBe(Code.InvalidArgument);
    }
  });

  test("show what a runner inherits as its own, although it cannot be read or changed", async () => {
    const sandbox = await newSandbox();
    const client = onaClient(sandbox);
    const runnerManagerId = "11111111-1111-4111-8111-111111111111";
    const runner = sandbox.ona.runners.add({ runnerManagerId });
    const entry = { scmId: "azuredevops_entra", host: "dev.azure.com", pat: true };
    const { id } = sandbox.ona.integrations.addInherited(runnerManagerId, entry);
    const { integrations } = await client.listSCMIntegrations({ filter: { runnerIds: [runner.id] } });
    expect(integrations).toMatchObject([{ id, runnerId: runner.id, ...entry }]);
    const calls = [
      client.getSCMIntegration({ id }),
      client.updateSCMIntegration({ id }),
      client.deleteSCMIntegration({ id }),
    ];
    for (const call of calls) expect((await failure(call)).code).toBe(Code.NotFound);
    await client.createSCMIntegration(scmRequest(sandbox, { runnerId: runner.id }));
    expect((await client.listSCMIntegrations({ filter: { runnerIds: [runner.id] } })).integrations).toHaveLength(2);
  });
});

describe("lists of personal access tokens", () => {
  const seconds = (time: number) => BigInt(time / 1000);

  test("say when each was made, last used and ends, and whether it is read-only, but not which one calls", async () => {
    const clock = new TestClock();
    const sandbox = await newSandbox({ clock });
    const { access } = sandbox.ona;
    const start = clock.time;
    access.addToken({ readOnly: true });
    const ending = access.addToken({ expiresAt: start + 5_000 });
    access.addToken({ principal: Principal.SERVICE_ACCOUNT });
    clock.time += 2_000;
    await onaClient(sandbox, ending).listRunners({});
    clock.time += 4_000;
    const { personalAccessTokens } = await onaClient(sandbox).listPersonalAccessTokens({});
    const common = { userId: access.userId, createdAt: { seconds: seconds(start) } };
    expect(personalAccessTokens).toMatchObject([
      { ...common, readOnly: false, lastUsed: { seconds: seconds(clock.time) } },
      { ...common, readOnly: true },
      { ...common, lastUsed: { seconds: seconds(start + 2_000) }, expiresAt: { seconds: seconds(start + 5_000) } },
    ]);
    expect(personalAccessTokens.map(({ lastUsed, expiresAt }) => [lastUsed, expiresAt].map(Boolean))).toEqual([
      [true, false],
      [false, false],
      [true, true],
    ]);
    const texts = access.tokens.list().map(({ text }) => text);
    expect(personalAccessTokens.filter(({ id }) => texts.includes(id))).toEqual([]);
  });

  test("are filtered by user, come in pages, and are open to a read-only token", async () => {
    const sandbox = await newSandbox();
    const { access } = sandbox.ona;
    const client = onaClient(sandbox, access.addToken({ readOnly: true }));
    for (let n = 0; n < 28; n += 1) access.addToken();
    const filter = { userIds: [access.userId] };
    const first = await client.listPersonalAccessTokens({ filter });
    const rest = await client.listPersonalAccessTokens({
      filter,
      pagination: { token: first.pagination?.nextToken ?? "" },
    });
    expect([first, rest].map(({ personalAccessTokens }) => personalAccessTokens.length)).toEqual([25, 5]);
    const others = await client.listPersonalAccessTokens({ filter: { userIds: [access.serviceAccountId] } });
    expect(others.personalAccessTokens).toEqual([]);
    const refused = client.listPersonalAccessTokens({ filter: { userIds: ["sam"] } });
    expect((await failure(refused)).code).toBe(Code.InvalidArgument);
  });

  test("are not for a service account", async () => {
    const sandbox = await newSandbox();
    const account = onaClient(sandbox, sandbox.ona.access.addToken({ principal: Principal.SERVICE_ACCOUNT }));
    expect((await failure(account.listPersonalAccessTokens({}))).code).toBe(Code.PermissionDenied);
  });
});

test("reads lag behind creation, update and deletion; writes do not", async () => {
  const clock = new TestClock();
  const sandbox = await newSandbox({ clock, readLag: 500 });
  const client = onaClient(sandbox);
  const seen = async () => (await client.listSCMIntegrations({})).integrations.map(({ pat }) => pat);
  const { id } = await client.createSCMIntegration(scmRequest(sandbox, { pat: true }));
  expect(await seen()).toEqual([]);
  expect((await failure(client.getSCMIntegration({ id }))).code).toBe(Code.NotFound);
  clock.time += 499;
  expect(await seen()).toEqual([]);
  clock.time += 1;
  expect(await seen()).toEqual([true]);
  await client.updateSCMIntegration({ id, pat: false });
  expect((await client.getSCMIntegration({ id })).integration?.pat).toBe(true);
  clock.time += 500;
  expect(await seen()).toEqual([false]);
  await client.deleteSCMIntegration({ id });
  expect(await seen()).toEqual([false]);
  expect((await failure(client.deleteSCMIntegration({ id }))).code).toBe(Code.NotFound);
  await client.createSCMIntegration(scmRequest(sandbox));
  clock.time += 500;
  expect(await seen()).toEqual([false]);
  expect((await failure(client.getSCMIntegration({ id }))).code).toBe(Code.NotFound);
});
