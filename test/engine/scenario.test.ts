import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { approve } from "../../sandbox/browser.ts";
import { changedKinds, Deployment } from "./support/deployment.ts";

const RESOURCES = 8;

/** One life of an integration, in order: each step builds on the one before. */
describe("from nothing to an active integration", () => {
  let deployment: Deployment;
  beforeAll(async () => {
    deployment = await Deployment.start();
  });
  afterAll(() => deployment.close());

  test("a preview shows everything, changes nothing, and does not call Gitpod", async () => {
    const run = await deployment.preview();
    expect(run).toMatchObject({ failed: false, changes: { create: RESOURCES } });
    const { journal } = deployment.sandbox;
    expect(journal.writes()).toEqual([]);
    expect(journal.entries().filter(({ cloud }) => cloud === "gitpod")).toEqual([]);
  });

  test("up registers the app and the integration with one write at Gitpod", async () => {
    const run = await deployment.up();
    expect(run).toMatchObject({ failed: false, changes: { create: RESOURCES } });
    const { gitpod, entra, journal } = deployment.sandbox;
    expect(journal.writes("gitpod").map(({ operation }) => operation)).toEqual(["CreateAuthProvider"]);
    const [application] = [...entra.directory.applications.values()];
    expect(application?.properties).toMatchObject({
      displayName: "Gitpod",
      signInAudience: "AzureADMyOrg",
      web: { redirectUris: [`${gitpod.origin}/auth/callback`] },
    });
    expect(gitpod.integrations.list()).toMatchObject([
      {
        host: "dev.azure.com",
        organizationId: gitpod.organizationId,
        clientId: application?.appId,
        authorizationUrl: `${entra.authorityHost}/${entra.tenantId}/oauth2/v2.0/authorize`,
        tokenUrl: `${entra.authorityHost}/${entra.tenantId}/oauth2/v2.0/token`,
        clientSecret: [...(application?.passwords.values() ?? [])][0]?.secretText,
      },
    ]);
  });

  test("every output exists, and the client secret is secret", async () => {
    const outputs = await deployment.outputs();
    const [provider] = deployment.sandbox.gitpod.integrations.list();
    expect(Object.keys(outputs).sort()).toEqual([
      "activationUrl",
      "adminConsentUrl",
      "applicationObjectId",
      "authorizationUrl",
      "clientId",
      "clientSecret",
      "integrationId",
      "redirectUri",
      "secretExpiresAt",
      "tokenUrl",
      "verified",
    ]);
    expect(outputs.clientSecret).toEqual({ value: provider?.clientSecret, secret: true });
    expect(outputs.integrationId).toEqual({ value: provider?.id, secret: false });
    expect(outputs.verified?.value).toBe(false);
  });

  test("an owner activates it through the real code flow, and a refresh shows it", async () => {
    const { activationUrl } = await deployment.outputs();
    const visit = await approve(String(activationUrl?.value));
    expect(visit).toMatchObject({ ok: true });
    expect(await deployment.refresh()).toMatchObject({ failed: false });
    const verified = JSON.parse(await deployment.state()).deployment.resources.find(
      ({ type }: { type: string }) => type === "gitpod:index:AuthProvider",
    ).outputs.verified;
    expect(verified).toBe(true);
  });

  test("a second up changes nothing and writes nothing", async () => {
    const { journal } = deployment.sandbox;
    const [writes, calls] = [
      journal.writes().length,
      journal.entries().filter(({ cloud }) => cloud === "gitpod").length,
    ];
    const run = await deployment.up();
    expect(changedKinds(run)).toEqual({});
    expect(run).toMatchObject({ failed: false, changes: { same: RESOURCES } });
    expect(journal.writes().length).toBe(writes);
    expect(journal.entries().filter(({ cloud }) => cloud === "gitpod").length).toBe(calls);
    expect((await deployment.outputs()).verified?.value).toBe(true);
  });

  test("a preview of a changed setting shows it and writes to neither cloud", async () => {
    const writes = deployment.sandbox.journal.writes().length;
    await deployment.set("gitpod-azure-devops:applicationName", "Gitpod (Azure DevOps)");
    const run = await deployment.preview();
    expect(changedKinds(run)).toEqual({ update: 1 });
    expect(run.output).toContain("Gitpod (Azure DevOps)");
    expect(deployment.sandbox.journal.writes().length).toBe(writes);
  });

  test("a rotation gives Gitpod the new secret before the old one is removed, and asks for a new activation", async () => {
    const before = deployment.sandbox.gitpod.integrations.list()[0];
    await deployment.set("gitpod-azure-devops:rotationTrigger", "leaked");
    const preview = await deployment.preview();
    expect(preview.output).toContain("an organization owner has activated it again");
    const run = await deployment.up();
    expect(run.failed).toBe(false);
    const { gitpod, entra, journal } = deployment.sandbox;
    const [application] = [...entra.directory.applications.values()];
    const secrets = [...(application?.passwords.values() ?? [])].map(({ secretText }) => secretText);
    expect(secrets).toHaveLength(1);
    expect(gitpod.integrations.list()).toMatchObject([{ id: before?.id, clientSecret: secrets[0], verified: false }]);
    expect(secrets[0]).not.toBe(before?.clientSecret);
    const writes = journal.writes().map(({ operation }) => operation);
    const removed = writes.findLastIndex((operation) => operation.includes("removePassword"));
    expect(writes.lastIndexOf("UpdateAuthProvider")).toBeLessThan(removed);
    expect(changedKinds(await deployment.up())).toEqual({});
  });

  test("neither the state nor any output holds the client secret or the token", async () => {
    const secrets = deployment.sandbox.gitpod.integrations.list().map(({ clientSecret }) => clientSecret);
    secrets.push(deployment.sandbox.gitpod.token);
    expect(secrets).toHaveLength(2);
    const state = await deployment.state();
    expect(state).toContain("AuthProvider");
    for (const secret of secrets) {
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")]) {
        // Compared as booleans, so that a failure does not print the secret.
        expect({ inState: state.includes(form), printed: deployment.printed().includes(form) }).toEqual({
          inState: false,
          printed: false,
        });
      }
    }
  });

  test("destroy leaves nothing in either cloud", async () => {
    const principals = deployment.sandbox.entra.directory.servicePrincipals.size;
    const run = await deployment.destroy();
    expect(run).toMatchObject({ failed: false, changes: { delete: RESOURCES } });
    expect(deployment.sandbox.gitpod.integrations.list()).toEqual([]);
    expect(deployment.sandbox.entra.directory.applications.size).toBe(0);
    expect(deployment.sandbox.entra.directory.servicePrincipals.size).toBe(principals - 1);
  });
});
