import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import { hasSecret, Secret, UNKNOWN, withoutSecrets } from "../../provider-kit/values.ts";
import { type Application, type Sandbox, startSandbox } from "../../sandbox/index.ts";
import { type Given, Plugin } from "../support/plugin.ts";

const URN = "urn:pulumi:dev::project::gitpod:index:AuthProvider::integration";
const { Kind } = providerPb.PropertyDiff;
const { DiffChanges } = providerPb.DiffResponse;

let sandbox: Sandbox;
let plugin: Plugin;
let application: Application;
let clientSecret: string;
let inputs: Record<string, string | boolean | Secret>;

beforeAll(async () => {
  sandbox = await startSandbox();
  plugin = await Plugin.start({ NODE_EXTRA_CA_CERTS: sandbox.entra.authorityFile });
  await plugin.configure(settings());
});
afterAll(async () => {
  await plugin.stop();
  await sandbox.close();
});
beforeEach(() => {
  const { directory, authorityHost, tenantId } = sandbox.entra;
  application = directory.addApplication({ displayName: "Gitpod" });
  directory.addPrincipal(application.appId);
  clientSecret = directory.addPassword(application.id).secretText;
  inputs = {
    organizationId: sandbox.gitpod.organizationId,
    host: "dev.azure.com",
    authorizationUrl: `${authorityHost}/${tenantId}/oauth2/v2.0/authorize`,
    tokenUrl: `${authorityHost}/${tenantId}/oauth2/v2.0/token`,
    clientId: application.appId,
    clientSecret: new Secret(clientSecret),
    adoptExisting: false,
    verifyCredentials: true,
  };
});
afterEach(() => {
  sandbox.faults.clear();
  for (const { id } of sandbox.gitpod.integrations.list()) sandbox.gitpod.integrations.remove(id);
  expect(plugin.output.join("\n")).not.toContain(clientSecret);
  expect(plugin.output.join("\n")).not.toContain(sandbox.gitpod.token);
});

function settings() {
  const { host, apiUrl, token } = sandbox.gitpod;
  return { host, apiUrl, token: new Secret(token) };
}

describe("check", () => {
  test("fills in defaults, lower-cases hosts and keeps the secret secret", async () => {
    const { adoptExisting, verifyCredentials, host, ...given } = inputs;
    const checked = await plugin.check(URN, { ...given, host: "Dev.Azure.com", clientSecret });
    expect(checked.failures).toEqual({});
    expect(checked.inputs).toEqual(inputs);
  });

  test("says what is wrong with each wrong property", async () => {
    const { failures } = await plugin.check(URN, {
      organizationId: "acme",
      host: "https://dev.azure.com/acme",
      authorizationUrl: "http://login.example.com/authorize",
      tokenUrl: 7,
      clientSecret: new Secret(""),
      clientid: "x",
    });
    expect(failures).toEqual({
      organizationId: expect.stringContaining("must be a UUID"),
      host: expect.stringContaining("write dev.azure.com"),
      authorizationUrl: expect.stringContaining("must start with https://"),
      tokenUrl: expect.stringContaining("must be a URL"),
      clientId: "clientId is required and not set",
      clientSecret: expect.stringContaining("must not be empty"),
      clientid: expect.stringContaining("did you mean clientId?"),
    });
  });

  test("lets unknown values pass", async () => {
    const checked = await plugin.check(URN, { ...inputs, clientId: UNKNOWN, clientSecret: new Secret(UNKNOWN) });
    expect(checked.failures).toEqual({});
    expect(checked.inputs.clientId).toBe(UNKNOWN);
    expect(checked.inputs.clientSecret).toEqual(new Secret(UNKNOWN));
  });
});

describe("diff", () => {
  const details = (response: Awaited<ReturnType<Plugin["diff"]>>) =>
    Object.fromEntries(
      response
        .getDetaileddiffMap()
        .toArray()
        .map(([name]) => [name, response.getDetaileddiffMap().get(name)?.getKind()]),
    );

  test("is none if nothing changed, and makes no call", async () => {
    const calls = sandbox.journal.entries().length;
    const response = await plugin.diff(URN, "id", inputs, inputs, inputs);
    expect(response.getChanges()).toBe(DiffChanges.DIFF_NONE);
    expect(sandbox.journal.entries().length).toBe(calls);
  });

  test("names each changed property and whether it replaces the resource", async () => {
    const news: Given = { ...inputs, clientId: UNKNOWN, host: "devops.example.com", organizationId: undefined };
    const response = await plugin.diff(URN, "id", inputs, inputs, news);
    expect(response.getChanges()).toBe(DiffChanges.DIFF_SOME);
    expect(details(response)).toEqual({
      clientId: Kind.UPDATE,
      host: Kind.UPDATE_REPLACE,
      organizationId: Kind.DELETE_REPLACE,
    });
    expect(response.getReplacesList().sort()).toEqual(["host", "organizationId"]);
    expect(response.getDeletebeforereplace()).toBe(false);
  });

  test("deletes first when a replacement has the same organization and host", async () => {
    expect((await plugin.diff(URN, "id", inputs, inputs, inputs)).getDeletebeforereplace()).toBe(true);
  });
});

describe("create, read, update and delete", () => {
  test("work for the whole life of an integration", async () => {
    const { id, properties } = await plugin.create(URN, inputs);
    expect(sandbox.gitpod.integrations.list()).toMatchObject([
      { id, clientId: inputs.clientId, clientSecret, verified: false },
    ]);
    expect(properties).toMatchObject({
      verified: false,
      type: "AUTH_PROVIDER_TYPE_AZURE_DEVOPS",
      clientSecret: new Secret(clientSecret),
    });

    sandbox.gitpod.integrations.modify(id, { verified: true });
    const live = await plugin.read(URN, id, properties, inputs);
    expect(live.properties).toEqual({ ...properties, verified: true });
    expect(live.inputs).toEqual(inputs);

    const rotated = sandbox.entra.directory.addPassword(application.id).secretText;
    const news = { ...inputs, clientSecret: new Secret(rotated) };
    const updated = await plugin.update(URN, id, inputs, live.properties, news);
    expect(updated.verified).toBe(false);
    expect(sandbox.gitpod.integrations.get(id)?.clientSecret).toBe(rotated);

    await plugin.delete(URN, id, updated);
    expect(sandbox.gitpod.integrations.list()).toEqual([]);
    await plugin.delete(URN, id, updated);
    expect((await plugin.read(URN, id, updated, news)).id).toBe("");
  });

  test("a preview of a creation makes no call and leaves unknown what only Gitpod knows", async () => {
    const calls = sandbox.journal.entries().length;
    const { id, properties } = await plugin.create(URN, { ...inputs, clientSecret: new Secret(UNKNOWN) }, true);
    expect(id).toBe("");
    expect(properties).toMatchObject({ verified: false, activationUrl: UNKNOWN, clientSecret: new Secret(UNKNOWN) });
    expect(sandbox.journal.entries().length).toBe(calls);
  });

  test("a preview of new credentials says that the integration will be unverified", async () => {
    const old = { ...inputs, verified: true, redirectUri: "https://gitpod.example.com/auth/callback" };
    const changed = await plugin.update(URN, "id", inputs, old, { ...inputs, clientSecret: new Secret(UNKNOWN) }, true);
    expect(changed).toMatchObject({ verified: false, redirectUri: old.redirectUri });
    const same = await plugin.update(URN, "id", inputs, old, { ...inputs, adoptExisting: true }, true);
    expect(same.verified).toBe(true);
  });

  test("an import reads everything but the secret, which stays marked", async () => {
    const { id } = await plugin.create(URN, inputs);
    const imported = await plugin.read(URN, id);
    expect(hasSecret(imported.inputs.clientSecret ?? null)).toBe(true);
    expect(withoutSecrets(imported.inputs.clientSecret ?? null)).toBe("redacted");
    const diff = await plugin.diff(URN, id, imported.inputs, imported.properties, inputs);
    expect(diff.getDiffsList()).toEqual(["clientSecret"]);
  });

  test("another integration for the host is left alone and named", async () => {
    const { id } = await plugin.create(URN, inputs);
    sandbox.gitpod.integrations.modify(id, { clientId: "somebody-else" });
    await expect(plugin.create(URN, inputs)).rejects.toThrow(
      `pulumi import gitpod:index:AuthProvider integration ${id}`,
    );
    const adopted = await plugin.create(URN, { ...inputs, adoptExisting: true });
    expect(adopted.id).toBe(id);
    expect(sandbox.gitpod.integrations.list()).toMatchObject([{ id, clientId: inputs.clientId }]);
  });

  test("a secret that Entra refuses never reaches Gitpod", async () => {
    const news = {
      ...inputs,
      tokenUrl: `${sandbox.entra.authorityHost}/00000000-0000-4000-8000-000000000000/oauth2/v2.0/token`,
    };
    await expect(plugin.create(URN, news)).rejects.toThrow("AADSTS90002");
    expect(sandbox.gitpod.integrations.list()).toEqual([]);
  });

  test("a missing token stops only what calls the API, with the command that sets it", async () => {
    const other = await Plugin.start();
    await other.configure({ host: sandbox.gitpod.host });
    expect((await other.check(URN, inputs)).failures).toEqual({});
    await expect(other.create(URN, { ...inputs, verifyCredentials: false })).rejects.toThrow(
      "pulumi config set --secret gitpod:token",
    );
    await other.stop();
  });
});

describe("lost answers", () => {
  test.each([
    { type: "reset", after: true },
    { type: "truncated" },
    { type: "status", status: 502, after: true },
    { type: "html", status: 200, after: true },
  ] as const)("a creation whose answer is lost (%j) ends with one integration", async (kind) => {
    sandbox.faults.inject({ operation: "CreateAuthProvider", kind });
    const { id } = await plugin.create(URN, inputs);
    expect(sandbox.gitpod.integrations.list()).toMatchObject([{ id, clientSecret }]);
  });

  test("a creation that failed half-way is reported with its id and without the secret", async () => {
    sandbox.faults.inject({ operation: "CreateAuthProvider", kind: { type: "reset", after: true } });
    sandbox.faults.inject({ operation: "UpdateAuthProvider", kind: { type: "accessRevoked" } });
    const error = await plugin
      .create(URN, inputs)
      .catch((reason: { metadata: { get(key: string): Buffer[] } }) => reason);
    const detail = error as { metadata: { get(key: string): Buffer[] } };
    const [id] = sandbox.gitpod.integrations.list().map((provider) => provider.id);
    expect(detail.metadata.get("grpc-status-details-bin").join("")).toContain(id);
    expect(detail.metadata.get("grpc-status-details-bin").join("")).not.toContain(clientSecret);
    sandbox.gitpod.installation.setToken(sandbox.gitpod.token);
  });
});
