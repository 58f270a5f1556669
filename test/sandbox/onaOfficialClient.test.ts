import { APIError, Gitpod } from "@gitpod/sdk";
import { expect, test } from "@jest/globals";
import { closeSandboxes, newSandbox } from "./support/fixture.ts";
import { integrateOna, issuerUrl, onaClient, scmRequest } from "./support/ona.ts";

closeSandboxes();

const newClient = ({ apiUrl, token }: { apiUrl: string; token: string }) =>
  new Gitpod({ baseURL: apiUrl, bearerToken: token, maxRetries: 0 });

test("gets and lists an integration that our client made", async () => {
  const sandbox = await newSandbox();
  const { id, application } = await integrateOna(sandbox);
  const { scmIntegrations } = newClient(sandbox.ona).runners.configurations;
  const { integration } = await scmIntegrations.retrieve({ id });
  expect(integration).toEqual({
    id,
    runnerId: sandbox.ona.runnerId,
    scmId: "azuredevops_entra",
    host: "dev.azure.com",
    oauth: {
      clientId: application.appId,
      encryptedClientSecret: expect.stringMatching(/^[\w+/]+=*$/),
      issuerUrl: issuerUrl(sandbox),
    },
  });
  const page = await scmIntegrations.list({ filter: { runnerIds: [sandbox.ona.runnerId] } });
  expect(page.integrations).toEqual([integration]);
});

test("lists over several pages", async () => {
  const sandbox = await newSandbox();
  const client = onaClient(sandbox);
  for (let n = 0; n < 30; n += 1) {
    await client.createSCMIntegration({ ...scmRequest(sandbox, { host: `dev.azure.com/acme${n}` }), pat: true });
  }
  const hosts: unknown[] = [];
  for await (const { host } of newClient(sandbox.ona).runners.configurations.scmIntegrations.list({})) hosts.push(host);
  expect(new Set(hosts).size).toBe(30);
  expect(sandbox.journal.entries("ListSCMIntegrations")).toHaveLength(2);
});

test("gets and lists runners, and gets a runner's schema", async () => {
  const sandbox = await newSandbox();
  const { runnerId, runners } = sandbox.ona;
  const client = newClient(sandbox.ona);
  const { runner } = await client.runners.retrieve({ runnerId });
  expect(runner).toMatchObject({
    runnerId,
    name: "Acme AWS",
    provider: "RUNNER_PROVIDER_AWS_EC2",
    status: { phase: "RUNNER_PHASE_ACTIVE", region: "eu-central-1" },
  });
  expect((await client.runners.list({})).runners).toEqual([runner]);
  const { schema } = await client.runners.configurations.schema.retrieve({ runnerId });
  expect(schema?.scm?.find(({ scmId }) => scmId === "azuredevops_entra")).toMatchObject({
    defaultHosts: ["dev.azure.com"],
    oauth: { callbackUrl: runners.get(runnerId)?.callbackUrl },
  });
  const { organizationId } = await client.identity.getAuthenticatedIdentity({});
  expect(organizationId).toBe(sandbox.ona.organizationId);
});

test("lists a person's tokens over several pages", async () => {
  const sandbox = await newSandbox();
  const { access } = sandbox.ona;
  const expiresAt = Date.UTC(2040, 0, 1);
  for (let n = 0; n < 30; n += 1) access.addToken({ expiresAt });
  const filter = { userIds: [access.userId] };
  const found = [];
  for await (const each of newClient(sandbox.ona).users.pats.list({ filter })) found.push(each);
  expect(new Set(found.map(({ id }) => id)).size).toBe(31);
  expect(found[0]).toMatchObject({ userId: access.userId, lastUsed: expect.stringMatching(/^20.*Z$/) });
  expect(found[1]).toMatchObject({ userId: access.userId, expiresAt: "2040-01-01T00:00:00Z" });
});

test("understands an error", async () => {
  const sandbox = await newSandbox();
  const call = newClient({ ...sandbox.ona, token: "ona_wrong" }).runners.list({});
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(APIError);
  expect(error).toMatchObject({ status: 401, error: { code: "unauthenticated" } });
});
