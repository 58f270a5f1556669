import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { changedKinds, Deployment } from "../engine/support/deployment.ts";

const NAMES = ["authorization-url", "client-id", "client-secret", "token-url"].map(
  (name) => `gitpod-azure-devops-${name}`,
);

describe("credentials in a Key Vault and consent for the whole tenant", () => {
  let deployment: Deployment;
  const vault = () => deployment.sandbox.azure.vault;
  const settings = (values: Readonly<Record<string, string>>) =>
    deployment.stack.setAllConfig(Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])));
  const held = (name: string) => vault().get(`gitpod-azure-devops-${name}`)?.value;

  beforeAll(async () => {
    deployment = await Deployment.start();
    expect((await deployment.up()).failed).toBe(false);
  });
  afterAll(async () => {
    const secrets = [
      deployment.sandbox.gitpod.token,
      ...vault()
        .list()
        .filter(({ name }) => name.endsWith("secret"))
        .map(({ value }) => value),
    ];
    const seen =
      deployment.printed() + (await deployment.state()) + JSON.stringify(deployment.sandbox.journal.entries());
    expect(secrets.filter((secret) => seen.includes(secret))).toHaveLength(0);
    await deployment.close();
  });

  test("without the setting, Azure is not called", () => {
    expect(deployment.sandbox.journal.entries().filter(({ cloud }) => cloud === "azure")).toEqual([]);
  });

  test("writes four secrets with the client secret's expiry, after Gitpod has it, and outputs their addresses", async () => {
    await settings(deployment.sandbox.keyVaultSettings());
    const run = await deployment.up();
    expect(run).toMatchObject({ failed: false });
    expect(changedKinds(run)).toEqual({ create: 5 });
    const outputs = await deployment.outputs();
    const expires = Date.parse(String(outputs.secretExpiresAt?.value)) / 1000;
    expect(
      vault()
        .list()
        .map(({ name, expires }) => [name, expires])
        .sort(),
    ).toEqual(NAMES.map((name) => [name, expires]));
    expect(held("client-id")).toBe(outputs.clientId?.value);
    expect(held("token-url")).toBe(outputs.tokenUrl?.value);
    expect(held("client-secret") === outputs.clientSecret?.value).toBe(true);
    expect(outputs.keyVaultSecretUris).toEqual({
      value: Object.fromEntries(NAMES.map((name) => [name, expect.stringMatching(`^https://.*/secrets/${name}$`)])),
      secret: false,
    });
    expect(changedKinds(await deployment.up())).toEqual({});
  });

  test("a rotation creates new versions of the same secrets, after Gitpod has the new one", async () => {
    const before = held("client-secret");
    await deployment.set("gitpod-azure-devops:rotationTrigger", "leaked");
    expect((await deployment.up()).failed).toBe(false);
    const [integration] = deployment.sandbox.gitpod.integrations.list();
    expect({
      kept: held("client-secret") === before,
      same: held("client-secret") === integration?.clientSecret,
    }).toEqual({
      kept: false,
      same: true,
    });
    const writes = deployment.sandbox.journal.writes().map(({ operation }) => operation);
    expect(writes.lastIndexOf("UpdateAuthProvider")).toBeLessThan(writes.lastIndexOf("PUT /{vault}/secrets/{name}"));
  });

  test("removing the setting deletes the vault's secrets, and setting it again restores them", async () => {
    await deployment.stack.removeConfig("gitpod-azure-devops:keyVaultId");
    expect(changedKinds(await deployment.up())).toEqual({ delete: 5 });
    expect(vault().list()).toEqual([]);
    await settings(deployment.sandbox.keyVaultSettings());
    expect(changedKinds(await deployment.up())).toEqual({ create: 5 });
    expect(vault().list()).toHaveLength(4);
  });

  test("adminConsent consents for everyone, and turning it off revokes the consent", async () => {
    const grants = () => [...deployment.sandbox.entra.directory.grants.values()];
    expect(grants()).toEqual([]);
    await deployment.set("gitpod-azure-devops:adminConsent", "true");
    expect(changedKinds(await deployment.up())).toEqual({ create: 2 });
    expect(
      grants()
        .map(({ principalId, scope }) => [principalId, scope.split(" ").sort()])
        .sort(),
    ).toEqual([
      [null, ["User.Read", "offline_access"]],
      [null, ["vso.code_write", "vso.profile"]],
    ]);
    expect(changedKinds(await deployment.up({ refresh: true }))).toEqual({});
    await deployment.set("gitpod-azure-devops:adminConsent", "false");
    expect(changedKinds(await deployment.up())).toEqual({ delete: 2 });
    expect(grants()).toEqual([]);
  });

  test("destroy leaves only Microsoft's own service principals", async () => {
    await deployment.set("gitpod-azure-devops:adminConsent", "true");
    expect((await deployment.up()).failed).toBe(false);
    expect((await deployment.destroy()).failed).toBe(false);
    expect(vault().list()).toEqual([]);
    expect(
      [...deployment.sandbox.entra.directory.servicePrincipals.values()]
        .map(({ properties }) => properties.displayName)
        .sort(),
    ).toEqual(["Azure DevOps", "Microsoft Graph"]);
  });
});
