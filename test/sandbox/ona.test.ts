import { Code } from "@connectrpc/connect";
import { describe, expect, test } from "@jest/globals";
import { Principal } from "../../provider/ona/gen/gitpod/v1/identity_pb.js";
import { RunnerPhase, RunnerProvider } from "../../provider/ona/gen/gitpod/v1/runner_pb.js";
import { closeSandboxes, newSandbox, TestClock } from "./support/fixture.ts";
import { failure, issuerUrl, onaClient, scmRequest } from "./support/ona.ts";

closeSandboxes();

const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";

describe("create, read, list, update, delete", () => {
  test("an integration comes back with its secret encrypted for the runner only", async () => {
    const sandbox = await newSandbox();
    const client = onaClient(sandbox);
    const { id } = await client.createSCMIntegration(scmRequest(sandbox, { pat: true, virtualDirectory: "/tfs" }));
    const { integration } = await client.getSCMIntegration({ id });
    expect(integration).toMatchObject({
      id,
      runnerId: sandbox.ona.runnerId,
      scmId: "azuredevops_entra",
      host: "dev.azure.com",
      pat: true,
      virtualDirectory: "/tfs",
      oauth: { clientId: "client", issuerUrl: issuerUrl(sandbox) },
    });
    const encrypted = integration?.oauth?.encryptedClientSecret as Uint8Array;
    expect(Buffer.from(encrypted).toString("latin1")).not.toContain("s3cr3t");
    expect(await sandbox.ona.runners.get(sandbox.ona.runnerId)?.decrypt(encrypted)).toBe("s3cr3t");
    expect((await client.listSCMIntegrations({})).integrations).toEqual([integration]);
    await client.updateSCMIntegration({ id, oauthPlaintextClientSecret: "s3cr3t" });
    const again = (await client.getSCMIntegration({ id })).integration?.oauth?.encryptedClientSecret;
    expect(again).not.toEqual(encrypted);
    await client.deleteSCMIntegration({ id });
    expect((await failure(client.getSCMIntegration({ id }))).code).toBe(Code.NotFound);
    expect((await failure(client.deleteSCMIntegration({ id }))).code).toBe(Code.NotFound);
    expect((await client.listSCMIntegrations({})).integrations).toEqual([]);
  });
});

test("tells runners, their phase and key", async () => {
  const sandbox = await newSandbox();
  const client = onaClient(sandbox);
  const fresh = sandbox.ona.runners.add({ name: "New", registered: false, provider: RunnerProvider.GCP });
  const { runners } = await client.listRunners({});
  expect(runners).toMatchObject([
    { runnerId: sandbox.ona.runnerId, name: "Acme AWS", status: { phase: RunnerPhase.ACTIVE } },
    { runnerId: fresh.id, name: "New", provider: RunnerProvider.GCP, status: { phase: RunnerPhase.CREATED } },
  ]);
  expect(runners.map(({ status }) => (status?.publicKey.length ?? 0) > 0)).toEqual([true, false]);
  expect((await client.getRunner({ runnerId: fresh.id })).runner).toEqual(runners[1]);
  expect((await failure(client.getRunner({ runnerId: UNKNOWN_ID }))).code).toBe(Code.NotFound);
});

test("tells who the token's owner is", async () => {
  const sandbox = await newSandbox({ clock: new TestClock() });
  const { access, organizationId } = sandbox.ona;
  expect(await onaClient(sandbox).getAuthenticatedIdentity({})).toMatchObject({
    organizationId,
    subject: { id: access.userId, principal: Principal.USER },
  });
  const account = access.addToken({ principal: Principal.SERVICE_ACCOUNT });
  const { subject } = await onaClient(sandbox, account).getAuthenticatedIdentity({});
  expect(subject).toMatchObject({ id: access.serviceAccountId, principal: Principal.SERVICE_ACCOUNT });
});

describe("access", () => {
  test("refuses a token that is unknown, has expired or was revoked", async () => {
    const clock = new TestClock();
    const sandbox = await newSandbox({ clock });
    const ending = sandbox.ona.access.addToken({ expiresAt: clock.time + 1000 });
    await onaClient(sandbox, ending).listRunners({});
    clock.time += 1000;
    const unknown = await failure(onaClient(sandbox, "ona_unknown").listRunners({}));
    const expired = await failure(onaClient(sandbox, ending).getAuthenticatedIdentity({}));
    expect([unknown.code, expired.code]).toEqual([Code.Unauthenticated, Code.Unauthenticated]);
    expect(expired.message).toBe("token has expired");
    sandbox.faults.inject({ operation: "ListRunners", kind: { type: "accessRevoked" } });
    expect((await failure(onaClient(sandbox).listRunners({}))).code).toBe(Code.Unauthenticated);
  });

  test("a read-only token reads, and changes nothing", async () => {
    const sandbox = await newSandbox();
    const { id } = await onaClient(sandbox).createSCMIntegration(scmRequest(sandbox));
    const client = onaClient(sandbox, sandbox.ona.access.addToken({ readOnly: true }));
    expect((await client.getSCMIntegration({ id })).integration?.id).toBe(id);
    const refused = [
      client.createSCMIntegration(scmRequest(sandbox, { host: "dev.azure.com/acme" })),
      client.updateSCMIntegration({ id, pat: true }),
      client.deleteSCMIntegration({ id }),
    ];
    for (const call of refused) expect((await failure(call)).code).toBe(Code.PermissionDenied);
    expect(sandbox.ona.integrations.list()).toMatchObject([{ id, pat: false }]);
  });
});

describe("create", () => {
  test.each([
    ["a runner id that is no UUID", { runnerId: "acme" }, Code.InvalidArgument, "runner_id"],
    ["an unknown runner", { runnerId: UNKNOWN_ID }, Code.NotFound, "runner not found"],
    ["no host", { host: "" }, Code.InvalidArgument, "host"],
    ["no kind of source control", { scmId: "" }, Code.InvalidArgument, "scm_id"],
    ["a client id alone", { oauthPlaintextClientSecret: undefined }, Code.InvalidArgument, "client secret"],
    ["a secret alone", { oauthClientId: undefined }, Code.InvalidArgument, "client id"],
  ])("refuses %s", async (_, change, code, message) => {
    const sandbox = await newSandbox();
    const error = await failure(onaClient(sandbox).createSCMIntegration(scmRequest(sandbox, change)));
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(sandbox.ona.integrations.list()).toEqual([]);
  });

  test("needs a runner that has registered, as does an update of the secret", async () => {
    const sandbox = await newSandbox();
    const client = onaClient(sandbox);
    const runner = sandbox.ona.runners.add({ registered: false });
    const request = scmRequest(sandbox, { runnerId: runner.id });
    const expected = { code: Code.FailedPrecondition, message: "runner does not have a public key" };
    expect(await failure(client.createSCMIntegration(request))).toMatchObject(expected);
    runner.register();
    const { id } = await client.createSCMIntegration(request);
    runner.unregister();
    const update = client.updateSCMIntegration({ id, oauthPlaintextClientSecret: "other" });
    expect(await failure(update)).toMatchObject(expected);
  });

  test("a second one in the same place is refused, or allowed where the option says so", async () => {
    const sandbox = await newSandbox();
    const client = onaClient(sandbox);
    await client.createSCMIntegration(scmRequest(sandbox));
    const second = client.createSCMIntegration(scmRequest(sandbox, { host: "Dev.Azure.com" }));
    expect((await failure(second)).code).toBe(Code.AlreadyExists);
    await client.createSCMIntegration(scmRequest(sandbox, { runnerId: sandbox.ona.runners.add().id }));
    const lenient = await newSandbox({ duplicates: "allowed" });
    for (const _ of [1, 2]) await onaClient(lenient).createSCMIntegration(scmRequest(lenient));
    expect(lenient.ona.integrations.list()).toHaveLength(2);
  });
});

describe("update and delete", () => {
  async function connected() {
    const sandbox = await newSandbox();
    const client = onaClient(sandbox);
    const { id } = await client.createSCMIntegration(scmRequest(sandbox, { pat: true }));
    const { signIns, runnerId } = sandbox.ona;
    const place = { personId: "sam", runnerId, host: "dev.azure.com" };
    for (const kind of ["oauth", "pat"] as const) signIns.add({ ...place, kind });
    signIns.add({ ...place, kind: "oauth", host: "dev.azure.com/other" });
    const lost = () => signIns.lost().map(({ kind }) => kind);
    return { sandbox, client, id, lost, read: async () => (await client.getSCMIntegration({ id })).integration };
  }

  test("what is left out stays, and nobody loses anything", async () => {
    const { client, id, lost, read } = await connected();
    const before = await read();
    await client.updateSCMIntegration({ id });
    expect(await read()).toEqual(before);
    await client.updateSCMIntegration({ id, issuerUrl: "https://issuer.example.com", oauthClientId: "other" });
    expect(await read()).toMatchObject({
      pat: true,
      oauth: {
        clientId: "other",
        issuerUrl: "https://issuer.example.com",
        encryptedClientSecret: before?.oauth?.encryptedClientSecret,
      },
    });
    await client.updateSCMIntegration({ id, oauthPlaintextClientSecret: "new" });
    expect(lost()).toEqual([]);
  });

  test("an empty client id removes OAuth and everyone's sign-in, pat false their tokens", async () => {
    const { sandbox, client, id, lost, read } = await connected();
    await client.updateSCMIntegration({ id, oauthClientId: "" });
    expect(await read()).toMatchObject({ pat: true });
    expect((await read())?.oauth).toBeUndefined();
    expect(lost()).toEqual(["oauth"]);
    await client.updateSCMIntegration({ id, pat: false });
    expect(lost()).toEqual(["oauth", "pat"]);
    expect(sandbox.ona.signIns.list()).toMatchObject([{ host: "dev.azure.com/other" }]);
  });

  test("a deletion deletes both", async () => {
    const { sandbox, client, id, lost } = await connected();
    await client.deleteSCMIntegration({ id });
    expect(lost()).toEqual(["oauth", "pat"]);
    expect(sandbox.ona.signIns.list()).toHaveLength(1);
  });
});
