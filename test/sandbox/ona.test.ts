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
