import { describe, expect, test } from "@jest/globals";
import { RunnerPhase } from "../../../provider/ona/gen/gitpod/v1/runner_pb.js";
import { hasSecret, Secret, UNKNOWN, withoutSecrets } from "../../../provider-kit/values.ts";
import type { Given } from "../../support/plugin.ts";
import { OTHER_URN, onaContext, URN } from "./support.ts";

const ona = onaContext();
const stored = () => ona.sandbox.ona.integrations.list();
const lost = () => ona.sandbox.ona.signIns.lost().length;
const writes = () => ona.sandbox.journal.writes("ona").map(({ operation }) => operation);

describe("check", () => {
  test.each([
    [{ clientId: undefined, clientSecret: undefined, issuerUrl: undefined }, "clientId", "unless pat is true"],
    [{ clientSecret: undefined }, "clientSecret", "go together"],
    [{ issuerUrl: undefined }, "issuerUrl", "go together"],
    [{ virtualDirectory: "tfs" }, "virtualDirectory", "azuredevops_server only"],
    [{ scmId: "azuredevops_server" }, "clientId", "takes personal access tokens"],
    [{ scmId: "github" }, "scmId", "must be azuredevops_entra or azuredevops_server"],
    [{ host: "dev.azure.com/acme/project" }, "host", "write dev.azure.com/acme"],
    [{ host: "https://dev.azure.com" }, "host", "without a scheme"],
    [{ host: "github.com" }, "host", "must be a host of Azure DevOps"],
    [{ runnerId: "acme" }, "runnerId", "must be a UUID"],
    [{ issuerUrl: "login.microsoftonline.com" }, "issuerUrl", "is not a URL"],
  ])("%j is refused for %s", async (change, property, reason) => {
    const { failures } = await ona.plugin.check(URN, { ...ona.inputs, ...change });
    expect(failures[property]).toContain(reason);
  });

  test.each<Given>([
    { host: "Dev.Azure.com/Acme" },
    { host: undefined },
    { host: UNKNOWN, clientId: UNKNOWN, clientSecret: UNKNOWN, runnerId: UNKNOWN },
    {
      scmId: "azuredevops_server",
      host: "tfs.example.com",
      clientId: undefined,
      clientSecret: undefined,
      issuerUrl: undefined,
    },
    { pat: true, clientId: undefined, clientSecret: undefined, issuerUrl: undefined },
  ])("%j is accepted", async (change) => {
    expect((await ona.plugin.check(URN, { ...ona.inputs, ...change })).failures).toEqual({});
  });
});

describe("a new integration", () => {
  test("is validated first, and has what people and other resources need", async () => {
    const { host: _, ...given } = ona.inputs;
    const { id, properties } = await ona.plugin.create(URN, given);
    expect(properties).toMatchObject({ host: "dev.azure.com", pat: false, verified: true, problems: [] });
    expect(properties.redirectUri).toBe(ona.sandbox.ona.runners.find(ona.sandbox.ona.runnerId).callbackUrl);
    expect(properties.connectUrl).toContain(ona.sandbox.ona.origin);
    expect(properties.secretFingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(hasSecret(properties.clientSecret ?? null)).toBe(true);
    expect(stored()).toMatchObject([{ id, oauth: { clientId: ona.inputs.clientId } }]);
    const operations = ona.sandbox.journal.entries().map(({ operation }) => operation);
    expect(operations.indexOf("ValidateRunnerConfiguration")).toBeLessThan(operations.indexOf("CreateSCMIntegration"));
  });

  test("is not made with a secret that Entra or the runner refuses", async () => {
    const wrong = { ...ona.inputs, issuerUrl: `${ona.sandbox.entra.authorityHost}/nowhere/v2.0` };
    await expect(ona.plugin.create(URN, wrong)).rejects.toThrow(/AADSTS90002|not valid: oauth/);
    expect(writes()).toEqual([]);
    const unproven = await ona.plugin.create(URN, { ...wrong, verifyCredentials: false });
    expect(unproven.properties).toMatchObject({ verified: false, problems: [{ field: "oauth" }] });
  });

  test.each(["never registered", "offline"])("on a runner that is %s is refused with what to do", async (state) => {
    const runner = ona.sandbox.ona.runners.add({ name: "Spare" });
    if (state === "offline") runner.phase = RunnerPhase.INACTIVE;
    else runner.unregister();
    const other = await ona.otherPlugin({ maxRetries: 0 });
    const creation = other.create(URN, { ...ona.inputs, runnerId: runner.id });
    await expect(creation).rejects.toThrow(`Runner Spare (${runner.id})`);
    await expect(creation).rejects.toThrow(state === "offline" ? "is offline (inactive)" : "has never registered");
    expect(writes()).toEqual([]);
  });

  test.each([
    ["read-only", { readOnly: true }, "if it is read-only, make a new personal access token"],
    ["expired", { expiresAt: 1 }, "which may have ended: make a new personal access token"],
  ])("needs a token that is not %s", async (_, rights, reason) => {
    const onaToken = ona.sandbox.ona.access.addToken(rights);
    const other = await ona.otherPlugin({ onaToken });
    await expect(other.create(URN, ona.inputs)).rejects.toThrow(reason);
    expect(stored()).toEqual([]);
  });

  test("needs a token, and says how to set it", async () => {
    const other = await ona.otherPlugin({ onaToken: undefined });
    await expect(other.create(URN, ona.inputs)).rejects.toThrow("pulumi config set --secret gitpod:onaToken");
  });

  test("leaves another app's integration alone, and takes it over when told to", async () => {
    const { id } = await ona.plugin.create(URN, ona.inputs);
    const { directory } = ona.sandbox.entra;
    const app = directory.addApplication({ displayName: "Other" });
    directory.addPrincipal(app.appId);
    const other = { ...ona.inputs, clientId: app.appId, clientSecret: directory.addPassword(app.id).secretText };
    const plugin = await ona.otherPlugin();
    await expect(plugin.create(URN, other)).rejects.toThrow(
      `pulumi import gitpod:index:ScmIntegration integration ${id}`,
    );
    expect((await plugin.create(URN, { ...other, adoptExisting: true })).id).toBe(id);
    expect(stored()).toMatchObject([{ id, oauth: { clientId: app.appId } }]);
  });

  test("is not taken for one that the runner inherits", async () => {
    const { runners, integrations } = ona.sandbox.ona;
    const runner = runners.add({ runnerManagerId: "5a4db0c5-0000-4000-8000-00000000aaaa" });
    const oauth = { clientId: String(ona.inputs.clientId), encryptedClientSecret: new Uint8Array([1]), issuerUrl: "" };
    integrations.addInherited(runner.runnerManagerId, {
      scmId: "azuredevops_entra",
      host: "dev.azure.com",
      pat: false,
      oauth,
    });
    const { id } = await ona.plugin.create(URN, { ...ona.inputs, runnerId: runner.id });
    expect(stored()).toMatchObject([{ id, runnerId: runner.id }]);
  });
});

describe("lost answers and reads that lag", () => {
  test.each([
    { type: "reset", after: true },
    { type: "truncated" },
    { type: "status", status: 502, after: true },
    { type: "html", status: 200, after: true },
  ] as const)("a creation whose answer is lost (%j) ends with one integration", async (kind) => {
    ona.inputs.runnerId = ona.sandbox.ona.runners.add().id;
    ona.sandbox.ona.integrations.readLag = 1500;
    ona.sandbox.faults.inject({ operation: "CreateSCMIntegration", kind });
    const { id, properties } = await ona.plugin.create(URN, ona.inputs);
    expect(stored()).toMatchObject([{ id }]);
    expect(properties).toMatchObject({ verified: true });
  });

  test("what was just written is not read as gone, nor as changed by others", async () => {
    ona.inputs.runnerId = ona.sandbox.ona.runners.add().id;
    ona.sandbox.ona.integrations.readLag = 1500;
    const { id, properties } = await ona.plugin.create(URN, ona.inputs);
    const news = { ...ona.inputs, clientSecret: ona.newSecret() };
    const updated = await ona.plugin.update(URN, id, ona.inputs, properties, news);
    const live = await ona.plugin.read(URN, id, updated, news);
    expect(live.id).toBe(id);
    const diff = await ona.plugin.diff(URN, id, live.inputs, live.properties, news);
    expect(diff.getDiffsList()).toEqual([]);
  });

  test("what was just deleted is made again, although reads still show it", async () => {
    ona.inputs.runnerId = ona.sandbox.ona.runners.add().id;
    const { id, properties } = await ona.plugin.create(URN, ona.inputs);
    ona.sandbox.ona.integrations.readLag = 1500;
    await ona.plugin.delete(URN, id, properties);
    const again = await (await ona.otherPlugin()).create(URN, ona.inputs);
    expect(again.id).not.toBe(id);
    expect(stored()).toMatchObject([{ id: again.id }]);
    expect(again.properties).toMatchObject({ verified: true, secretFingerprint: expect.any(String) });
  });

  test("a rate limit is waited out", async () => {
    ona.sandbox.faults.inject({ operation: "ListSCMIntegrations", kind: { type: "rateLimit", retryAfter: 1 } });
    const begun = Date.now();
    await ona.plugin.create(URN, ona.inputs);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(1000);
  });
});

describe("an update", () => {
  test("of the secret costs nobody a sign-in, and sends nothing else", async () => {
    const { id, properties } = await ona.plugin.create(URN, ona.inputs);
    ona.signIn();
    const before = lost();
    const news = { ...ona.inputs, clientSecret: ona.newSecret() };
    const updated = await ona.plugin.update(URN, id, ona.inputs, properties, news);
    expect(updated.secretFingerprint).not.toBe(properties.secretFingerprint);
    expect(updated.verified).toBe(true);
    expect(lost()).toBe(before);
    expect(writes()).toEqual(["CreateSCMIntegration", "UpdateSCMIntegration"]);
  });

  test("that turns OAuth or tokens off says in the preview whose sign-ins it deletes", async () => {
    const inputs = { ...ona.inputs, pat: true };
    const { id, properties } = await ona.plugin.create(URN, inputs);
    ona.signIn();
    const before = lost();
    const off = await ona.plugin.update(URN, id, inputs, properties, { ...inputs, pat: false });
    expect(off.pat).toBe(false);
    expect(lost()).toBe(before + 1);
  });

  test("keeps personal access tokens as they are when the program says nothing of them", async () => {
    const { id, properties } = await ona.plugin.create(URN, { ...ona.inputs, pat: true });
    const news = { ...ona.inputs, clientSecret: ona.newSecret() };
    const diff = await ona.plugin.diff(URN, id, { ...ona.inputs, pat: true }, properties, ona.inputs);
    expect(diff.getDiffsList()).toEqual([]);
    expect(await ona.plugin.update(URN, id, ona.inputs, properties, news)).toMatchObject({ pat: true });
    expect(stored()).toMatchObject([{ pat: true }]);
  });

  test("does not touch what somebody has given another app, until a refresh has shown it", async () => {
    const { id, properties } = await ona.plugin.create(URN, ona.inputs);
    const [{ oauth } = { oauth: undefined }] = stored();
    if (oauth === undefined) throw new Error("there is no app");
    ona.sandbox.ona.integrations.update(id, { oauth: { ...oauth, clientId: "somebody-else" } });
    const news = { ...ona.inputs, clientSecret: ona.newSecret() };
    await expect(ona.plugin.update(URN, id, ona.inputs, properties, news)).rejects.toThrow("now has another app");
    const live = await ona.plugin.read(URN, id, properties, ona.inputs);
    expect(live.inputs).toMatchObject({ clientId: "somebody-else" });
    await ona.plugin.update(URN, id, live.inputs, live.properties, news);
    expect(stored()).toMatchObject([{ oauth: { clientId: ona.inputs.clientId } }]);
  });

  test("whose answer is lost is sent again", async () => {
    const { id, properties } = await ona.plugin.create(URN, ona.inputs);
    ona.sandbox.faults.inject({ operation: "UpdateSCMIntegration", kind: { type: "reset", after: true } });
    const news = { ...ona.inputs, clientSecret: ona.newSecret() };
    const updated = await ona.plugin.update(URN, id, ona.inputs, properties, news);
    const live = await ona.plugin.read(URN, id, updated, news);
    expect(live.properties.verified).toBe(true);
  });
});

describe("what people have stored", () => {
  test("is not deleted by a change that no preview has shown", async () => {
    const inputs = { ...ona.inputs, pat: false };
    const { id, properties } = await ona.plugin.create(URN, inputs);
    ona.sandbox.ona.integrations.update(id, { pat: true });
    ona.signIn();
    const before = lost();
    const news = { ...inputs, clientSecret: ona.newSecret() };
    expect(await ona.plugin.update(URN, id, inputs, properties, news)).toMatchObject({ pat: true });
    expect(lost()).toBe(before);
  });

  test("is not deleted by a resource that takes an integration over", async () => {
    const { id } = await ona.plugin.create(URN, { ...ona.inputs, pat: true });
    ona.signIn();
    const before = lost();
    const successor = await (await ona.otherPlugin()).create(OTHER_URN, { ...ona.inputs, pat: false });
    expect(successor).toMatchObject({ id, properties: { pat: true } });
    const patOnly = { runnerId: ona.inputs.runnerId, scmId: "azuredevops_entra", host: "dev.azure.com", pat: true };
    await (await ona.otherPlugin()).create(OTHER_URN, { ...patOnly, adoptExisting: true, verifyCredentials: false });
    expect(lost()).toBe(before);
  });
});

describe("a failed update", () => {
  test("is done by the next one, whatever it was to change", async () => {
    const server = { runnerId: ona.sandbox.ona.runners.add({ reachableHosts: ["tfs.example.com"] }).id };
    const inputs = {
      ...server,
      scmId: "azuredevops_server",
      host: "tfs.example.com",
      pat: true,
      virtualDirectory: "tfs",
    };
    const { id, properties } = await ona.plugin.create(URN, { ...inputs, verifyCredentials: false });
    ona.sandbox.faults.inject({ operation: "UpdateSCMIntegration", kind: { type: "status", status: 403 } });
    const news = { ...inputs, virtualDirectory: "tfs2", verifyCredentials: false };
    await expect(ona.plugin.update(URN, id, inputs, properties, news)).rejects.toThrow("could not update");
    await ona.plugin.update(URN, id, inputs, properties, news);
    expect(stored()).toMatchObject([{ virtualDirectory: "tfs2" }]);
  });
});

describe("a refresh", () => {
  test("shows a secret that somebody has changed, and what the runner says of it", async () => {
    const { id, properties } = await ona.plugin.create(URN, ona.inputs);
    const { integrations, runners, runnerId } = ona.sandbox.ona;
    const [{ oauth } = { oauth: undefined }] = stored();
    if (oauth === undefined) throw new Error("there is no app");
    const encryptedClientSecret = await runners.find(runnerId).encrypt("wrong");
    integrations.update(id, { oauth: { ...oauth, encryptedClientSecret } });
    const live = await ona.plugin.read(URN, id, properties, ona.inputs);
    expect(withoutSecrets(live.inputs.clientSecret ?? null)).toBe("changed outside of Pulumi");
    expect(live.properties).toMatchObject({ verified: false, problems: [{ field: "oauth" }] });
    const diff = await ona.plugin.diff(URN, id, live.inputs, live.properties, ona.inputs);
    expect(diff.getDiffsList()).toEqual(["clientSecret"]);
    const updated = await ona.plugin.update(URN, id, live.inputs, live.properties, ona.inputs);
    expect(updated).toMatchObject({ verified: true, problems: [] });
  });

  test("says when Entra no longer accepts the secret", async () => {
    const { id, properties } = await ona.plugin.create(URN, ona.inputs);
    const { directory } = ona.sandbox.entra;
    for (const keyId of ona.application.passwords.keys()) directory.removePassword(ona.application.id, keyId);
    const live = await (await ona.otherPlugin()).read(URN, id, properties, ona.inputs);
    expect(live.properties.verified).toBe(false);
    expect(JSON.stringify(live.properties.problems)).not.toContain("Trace ID");
    expect(live.properties.problems).toEqual(
      expect.arrayContaining([expect.objectContaining({ field: "clientSecret" })]),
    );
  });

  test("goes on where the runner is offline", async () => {
    const runner = ona.sandbox.ona.runners.add({ name: "Sleepy" });
    const inputs = { ...ona.inputs, runnerId: runner.id };
    const { id, properties } = await ona.plugin.create(URN, inputs);
    runner.phase = RunnerPhase.INACTIVE;
    const other = await ona.otherPlugin({ maxRetries: 0 });
    const live = await other.read(URN, id, properties, inputs);
    expect(live.properties).toMatchObject({ verified: false, problems: [{ field: "runner" }] });
    expect((await other.read(URN, id, properties, inputs)).properties).toEqual(live.properties);
  });

  test("finds what was deleted, and does not take lost access for it", async () => {
    const { id, properties } = await ona.plugin.create(URN, ona.inputs);
    ona.sandbox.ona.integrations.remove(id);
    expect((await ona.plugin.read(URN, id, properties, ona.inputs)).id).toBe("");
    const elsewhere = { ...properties, runnerId: "5a4db0c5-0000-4000-8000-00000000bbbb" };
    await expect(ona.plugin.read(URN, id, elsewhere, ona.inputs)).rejects.toThrow("the token cannot see it");
  });

  test("by id imports everything but the secret", async () => {
    const { id } = await ona.plugin.create(URN, { ...ona.inputs, pat: true });
    const imported = await ona.plugin.read(URN, id);
    expect(imported.inputs).toMatchObject({ runnerId: ona.inputs.runnerId, host: "dev.azure.com", pat: true });
    const diff = await ona.plugin.diff(URN, id, imported.inputs, imported.properties, ona.inputs);
    expect(diff.getDiffsList()).toEqual(["clientSecret"]);
  });
});

describe("a deletion", () => {
  test("deletes what this program has made, and succeeds when it is gone", async () => {
    const { id, properties } = await ona.plugin.create(URN, ona.inputs);
    await ona.plugin.delete(URN, id, properties);
    expect(stored()).toEqual([]);
    await ona.plugin.delete(URN, id, properties);
  });

  test("leaves what was imported and never given anything", async () => {
    const { id } = await ona.plugin.create(URN, ona.inputs);
    const { properties } = await ona.plugin.read(URN, id);
    await ona.plugin.delete(URN, id, properties);
    expect(stored()).toMatchObject([{ id }]);
  });

  test("of a renamed resource, in a process of its own, leaves what its successor has", async () => {
    const { id, properties } = await ona.plugin.create(URN, ona.inputs);
    ona.signIn();
    const before = lost();
    const successor = await (await ona.otherPlugin()).create(OTHER_URN, ona.inputs);
    expect(successor.id).toBe(id);
    const third = await ona.otherPlugin();
    await third.delete(URN, id, properties);
    expect(stored()).toMatchObject([{ id }]);
    expect(lost()).toBe(before);
    await third.delete(OTHER_URN, id, successor.properties);
    expect(stored()).toEqual([]);
  });

  test("with a token that may not write fails, and loses nothing", async () => {
    const { id, properties } = await ona.plugin.create(URN, ona.inputs);
    const other = await ona.otherPlugin({ onaToken: ona.sandbox.ona.access.addToken({ readOnly: true }) });
    await expect(other.delete(URN, id, properties)).rejects.toThrow("if it is read-only");
    expect(stored()).toMatchObject([{ id }]);
  });
});

test("saying the host that an integration has changes nothing", async () => {
  const { id, properties } = await ona.plugin.create(URN, { ...ona.inputs, host: undefined });
  const diff = await ona.plugin.diff(URN, id, { ...ona.inputs, host: undefined }, properties, ona.inputs);
  expect(diff.getDiffsList()).toEqual([]);
});

test("an entry without a host is kept apart from one with the same host", async () => {
  const plugin = await ona.otherPlugin();
  await plugin.check(URN, ona.inputs);
  await plugin.check(OTHER_URN, { ...ona.inputs, host: undefined });
  await expect(plugin.create(OTHER_URN, { ...ona.inputs, host: undefined })).rejects.toThrow(/a second integration/);
});

test("a preview asks nothing and knows what it can", async () => {
  const given = { ...ona.inputs, host: undefined, clientSecret: new Secret(UNKNOWN) };
  const { properties } = await ona.plugin.create(URN, given, true);
  expect(properties).toMatchObject({ host: UNKNOWN, pat: false, verified: UNKNOWN, redirectUri: UNKNOWN });
  expect(ona.sandbox.journal.entries()).toEqual([]);
});
