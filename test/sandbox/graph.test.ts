import { describe, expect, test } from "@jest/globals";
import { closeSandboxes, graph, newSandbox, PERMISSIONS, registerApp } from "./support/fixture.ts";

closeSandboxes();

describe("Microsoft Graph", () => {
  test("creates, reads, finds, changes and deletes an app registration", async () => {
    const sandbox = await newSandbox();
    const made = await graph(sandbox, "POST", "/applications", {
      displayName: "O'Neil",
      requiredResourceAccess: PERMISSIONS,
    });
    const path = `/applications/${made.body.id}`;
    const patched = await graph(sandbox, "PATCH", path, { notes: "ours" });
    const read = await graph(sandbox, "GET", path);
    const found = await graph(
      sandbox,
      "GET",
      `/applications?$filter=${encodeURIComponent("displayName eq 'O''Neil'")}`,
    );
    const deleted = await graph(sandbox, "DELETE", path);
    const gone = await graph(sandbox, "GET", path);
    expect([made, patched, deleted, gone].map(({ status }) => status)).toEqual([201, 204, 204, 404]);
    expect(read.body).toMatchObject({ ...made.body, notes: "ours", signInAudience: "AzureADMyOrg" });
    expect(found.body.value).toEqual([read.body]);
    expect(gone.body.error).toMatchObject({
      code: "Request_ResourceNotFound",
      message: expect.stringContaining(`Resource '${made.body.id}' does not exist`),
    });
  });

  test("shows a secret once, in Entra's format", async () => {
    const sandbox = await newSandbox();
    const { application } = registerApp(sandbox);
    const path = `/applications/${application.id}`;
    const wanted = { displayName: "ci", endDateTime: "2031-01-01T00:00:00Z" };
    const { body } = await graph(sandbox, "POST", `${path}/addPassword`, { passwordCredential: wanted });
    expect(body.secretText).toMatch(/^[\w.-]{3}8Q~[\w.-]{34}$/);
    const read = await graph(sandbox, "GET", path);
    expect(read.body.passwordCredentials).toContainEqual({ ...body, secretText: null });
    expect(JSON.stringify(read.body)).not.toContain(body.secretText);
    const removed = await graph(sandbox, "POST", `${path}/removePassword`, { keyId: body.keyId });
    const again = await graph(sandbox, "POST", `${path}/removePassword`, { keyId: body.keyId });
    expect([removed.status, again.status]).toEqual([204, 400]);
  });

  test("a policy can limit the lifetime of secrets", async () => {
    const sandbox = await newSandbox();
    const { application } = registerApp(sandbox);
    sandbox.entra.directory.policy.maxSecretLifetimeDays = 30;
    const { status, body } = await graph(sandbox, "POST", `/applications/${application.id}/addPassword`, {});
    expect(status).toBe(400);
    expect(body.error.code).toBe("CredentialInvalidLifetimeAsPerAppPolicy");
  });

  test.each([
    "http://gitpod.example.com/auth/callback",
    "https://*.example.com/",
    "https://a.example.com/#x",
    `https://a.example.com/${"x".repeat(256)}`,
  ])("refuses the redirect URI %s", async (uri) => {
    const sandbox = await newSandbox();
    const { status, body } = await graph(sandbox, "POST", "/applications", {
      displayName: "x",
      web: { redirectUris: [uri] },
    });
    expect({ status, code: body.error.code }).toEqual({ status: 400, code: "Request_BadRequest" });
  });

  test("a service principal needs an app, is unique, and is deleted with the app", async () => {
    const sandbox = await newSandbox();
    const { application } = registerApp(sandbox);
    const orphan = await graph(sandbox, "POST", "/servicePrincipals", {
      appId: "5ca1ab1e-0000-4000-8000-000000000000",
    });
    const made = await graph(sandbox, "POST", "/servicePrincipals", { appId: application.appId });
    const second = await graph(sandbox, "POST", "/servicePrincipals", { appId: application.appId });
    await graph(sandbox, "DELETE", `/applications/${application.id}`);
    const gone = await graph(sandbox, "GET", `/servicePrincipals/${made.body.id}`);
    expect([orphan.status, made.status, second.status, gone.status]).toEqual([400, 201, 409, 404]);
    expect(orphan.body.error.code).toBe("NoBackingApplicationObject");
  });

  test("knows Azure DevOps and Microsoft Graph, with their permissions", async () => {
    const sandbox = await newSandbox();
    const filter = encodeURIComponent("appId eq '499b84ac-1321-427f-aa17-267ca6975798'");
    const { body } = await graph(sandbox, "GET", `/servicePrincipals?$filter=${filter}`);
    expect(body.value[0]?.oauth2PermissionScopes).toContainEqual({
      id: "028ffaf1-6f06-490a-979e-38011f92fb7c",
      value: "vso.code_write",
      isEnabled: true,
    });
  });
});
