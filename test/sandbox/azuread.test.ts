import { randomUUID } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import type { z } from "zod";
import { checkProperties } from "../../provider-kit/check.ts";
import { newProperties, type Properties, type PropertyValue } from "../../provider-kit/values.ts";
import { AZURE_DEVOPS } from "../../sandbox/entra/microsoftApps.ts";
import { application } from "../../sandbox/stand-ins/azuread/application.ts";
import { applicationPassword } from "../../sandbox/stand-ins/azuread/applicationPassword.ts";
import { permissionGrant } from "../../sandbox/stand-ins/azuread/permissionGrant.ts";
import { azureadProvider } from "../../sandbox/stand-ins/azuread/provider.ts";
import { getServicePrincipal, servicePrincipal } from "../../sandbox/stand-ins/azuread/servicePrincipal.ts";
import { context, graphOf, on } from "./support/azuread.ts";
import { closeSandboxes, newSandbox, TestClock } from "./support/fixture.ts";

closeSandboxes();

const SIGN_IN = { tenantId: randomUUID(), clientId: randomUUID() };
const OWNER = "5ca1ab1e-0000-4000-8000-000000000001";
const OTHER_OWNER = "5ca1ab1e-0000-4000-8000-000000000002";

const APP = {
  displayName: "Gitpod",
  web: { redirectUris: ["https://gitpod.example.com/auth/callback", "https://old.example.com/auth/callback"] },
  requiredResourceAccesses: [
    { resourceAppId: AZURE_DEVOPS.appId, resourceAccesses: [{ id: AZURE_DEVOPS.scopes["vso.code"], type: "Scope" }] },
  ],
  owners: [OWNER, OTHER_OWNER],
  notes: "ours",
  tags: ["b", "a"],
};

const check = (schema: z.ZodObject, inputs: object) =>
  checkProperties(schema, newProperties(Object.entries(inputs) as [string, PropertyValue][]));

describe("checks", () => {
  const failures: [string, z.ZodObject, object, string][] = [
    ["a property that does not exist", application.inputs, { displayName: "x", redirectUris: [] }, "redirectUris"],
    [
      "a nested one that does not exist",
      application.inputs,
      { displayName: "x", web: { redirectUri: "https://a/" } },
      "web",
    ],
    ["a missing name", application.inputs, {}, "displayName"],
    [
      "an http redirect URI",
      application.inputs,
      { displayName: "x", web: { redirectUris: ["http://a.example.com/"] } },
      "web",
    ],
    [
      "an audience that does not exist",
      application.inputs,
      { displayName: "x", signInAudience: "Everybody" },
      "signInAudience",
    ],
    ["an owner's name", application.inputs, { displayName: "x", owners: ["me"] }, "owners"],
    [
      "a property that the stand-in does not support",
      application.inputs,
      { displayName: "x", appRoles: [] },
      "appRoles",
    ],
    ["a bare object id", applicationPassword.inputs, { applicationId: randomUUID() }, "applicationId"],
    [
      "a date of another form",
      applicationPassword.inputs,
      { applicationId: "/applications/x", endDate: "tomorrow" },
      "endDate",
    ],
    ["an app's name", servicePrincipal.inputs, { clientId: "Gitpod" }, "clientId"],
    [
      "a directory elsewhere",
      azureadProvider.config,
      { ...SIGN_IN, metadataHost: "login.microsoftonline.com" },
      "metadataHost",
    ],
    ["no directory", azureadProvider.config, SIGN_IN, "metadataHost"],
  ];

  test.each(failures)("refuse %s", (_, schema, inputs, property) => {
    expect(check(schema, inputs).failures.map((failure) => failure.property)).toEqual([property]);
  });

  test("accept what the component sends, and add the real defaults", () => {
    const { failures, inputs } = check(application.inputs, APP);
    const defaults: Properties = { signInAudience: "AzureADMyOrg", preventDuplicateNames: false };
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ ...APP, ...defaults });
  });

  test.each([
    [applicationPassword.inputs, ["applicationId", "displayName", "endDate", "rotateWhenChanged", "startDate"]],
    [servicePrincipal.inputs, ["clientId"]],
    [application.inputs, []],
  ])("the same changes replace as with the real resource (%#)", (schema: z.ZodObject, names: string[]) => {
    const replacing = Object.entries(schema.shape).filter(([, property]) => (property as z.ZodType).meta()?.replaces);
    expect(replacing.map(([name]) => name).sort()).toEqual(names);
  });
});

describe("Application", () => {
  test("is created, read without a difference, and imported completely", async () => {
    const sandbox = await newSandbox();
    const apps = on(sandbox, application);
    const { id, news, state } = await apps.create(APP);
    const [live] = sandbox.entra.directory.applications.values();
    expect(id).toBe(`/applications/${live?.id}`);
    expect(state).toMatchObject({ clientId: live?.appId, objectId: live?.id });
    expect((await apps.read(id, state))?.inputs).toEqual(news);
    const grants = { accessTokenIssuanceEnabled: false, idTokenIssuanceEnabled: false };
    expect((await apps.read(id))?.inputs).toEqual({ ...news, web: { ...APP.web, implicitGrant: grants } });
  });

  test("changes from outside are seen, reordered sets are not", async () => {
    const sandbox = await newSandbox();
    const apps = on(sandbox, application);
    const { id, news, state } = await apps.create(APP);
    const [live] = sandbox.entra.directory.applications.values();
    if (live === undefined) throw new Error("no application");
    live.properties = { ...live.properties, tags: ["a", "b"], notes: null };
    live.owners.delete(OWNER);
    expect((await apps.read(id, state))?.inputs).toEqual({ ...news, notes: "", owners: [OTHER_OWNER] });
  });

  test("an update sends changes and clears omitted properties, except tags", async () => {
    const sandbox = await newSandbox();
    const apps = on(sandbox, application);
    const { id, state } = await apps.create(APP);
    await apps.update(id, state, { displayName: "Gitpod 2", web: { redirectUris: [] }, owners: [OTHER_OWNER] });
    const [live] = sandbox.entra.directory.applications.values();
    expect(live?.properties).toMatchObject({
      displayName: "Gitpod 2",
      notes: null,
      tags: ["b", "a"],
      requiredResourceAccess: [],
    });
    expect([...(live?.owners ?? [])]).toEqual([OTHER_OWNER]);
  });

  test("a duplicate name is refused if the program wants that", async () => {
    const apps = on(await newSandbox(), application);
    await apps.create({ displayName: "Gitpod" });
    await expect(apps.create({ displayName: "Gitpod", preventDuplicateNames: true })).rejects.toThrow(
      /named "Gitpod" exists already/,
    );
  });

  test("is gone when deleted, and cannot be deleted twice, like the real one", async () => {
    const apps = on(await newSandbox(), application);
    const { id, state } = await apps.create(APP);
    await apps.delete(id, state);
    await expect(apps.delete(id, state)).rejects.toThrow(/unexpected status 404/);
    expect(await apps.read(id, state)).toBeUndefined();
  });

  test("Graph's error is shown as it is", async () => {
    const apps = on(await newSandbox(), application);
    await expect(apps.create({ displayName: "x".repeat(121) })).rejects.toThrow(
      /^POST \/applications: unexpected status 400 \(400 Bad Request\) with error: Request_BadRequest: Invalid value specified for property 'displayName'/,
    );
  });

  test("refuses an id of another form", async () => {
    const apps = on(await newSandbox(), application);
    await expect(apps.read(randomUUID())).rejects.toThrow(/not of the form \/applications\/<object id>/);
  });
});

describe("ServicePrincipal", () => {
  test("is created for an app, read without a difference, and adopted with useExisting", async () => {
    const sandbox = await newSandbox();
    const clientId = sandbox.entra.directory.addApplication({ displayName: "Gitpod" }).appId;
    const principals = on(sandbox, servicePrincipal);
    const { id, news, state } = await principals.create({ clientId, owners: [OWNER] });
    expect(state).toMatchObject({ displayName: "Gitpod", objectId: id.split("/")[2] });
    expect((await principals.read(id, state))?.inputs).toEqual(news);
    await expect(principals.create({ clientId })).rejects.toThrow(new RegExp(`\\(${id}\\)`));
    expect((await principals.create({ clientId, useExisting: true })).id).toBe(id);
    await principals.delete(id, state);
    expect(await principals.read(id, state)).toBeUndefined();
  });
});

describe("ApplicationPassword", () => {
  test("is created once, read without a difference, and removed", async () => {
    const sandbox = await newSandbox();
    const app = sandbox.entra.directory.addApplication({ displayName: "Gitpod" });
    const passwords = on(sandbox, applicationPassword);
    const inputs = { applicationId: `/applications/${app.id}`, displayName: "ci", endDate: "2099-01-01T00:00:00Z" };
    const { id, news, state } = await passwords.create({ ...inputs, rotateWhenChanged: { generation: "1" } });
    const [password] = app.passwords.values();
    expect(id).toBe(`${app.id}/password/${password?.keyId}`);
    expect(state.value).toBe(password?.secretText);
    const { rotateWhenChanged: _, ...listed } = news;
    expect(await passwords.read(id, state)).toMatchObject({
      inputs: listed,
      outputs: { ...listed, keyId: password?.keyId, value: state.value },
    });
    await passwords.delete(id, state);
    await expect(passwords.delete(id, state)).rejects.toThrow(/No password credential found/);
    expect(app.passwords.size).toBe(0);
    expect(await passwords.read(id, state)).toBeUndefined();
  });

  test("cannot be imported, like the real one", async () => {
    const passwords = on(await newSandbox(), applicationPassword);
    await expect(passwords.read("a/password/b")).rejects.toThrow(/does not support import/);
  });
});

describe("ServicePrincipalDelegatedPermissionGrant", () => {
  test("consents for everyone, and revokes the consent", async () => {
    const sandbox = await newSandbox();
    const { directory } = sandbox.entra;
    const app = directory.addApplication({ displayName: "Gitpod" });
    const grants = on(sandbox, permissionGrant);
    const { id, news, state } = await grants.create({
      servicePrincipalObjectId: directory.addPrincipal(app.appId).id,
      resourceServicePrincipalObjectId: directory.findPrincipal(AZURE_DEVOPS.appId)?.id,
      claimValues: ["vso.code_write"],
    });
    expect([...directory.grants.values()]).toMatchObject([{ principalId: null, scope: "vso.code_write" }]);
    expect((await grants.read(id, state))?.inputs).toEqual(news);
    await grants.delete(id, state);
    expect(directory.grants.size).toBe(0);
  });
});

test("getServicePrincipal finds Microsoft's own by client id, and names an unknown id", async () => {
  const sandbox = await newSandbox();
  const graph = graphOf(sandbox);
  const find = (clientId: string) => getServicePrincipal.run(graph, { clientId }, context(new TestClock()));
  const found = await find(AZURE_DEVOPS.appId);
  expect(found).toMatchObject({ clientId: AZURE_DEVOPS.appId, displayName: "Azure DevOps" });
  expect(found.objectId).toMatch(/^[0-9a-f-]{36}$/);
  await expect(find(OWNER)).rejects.toThrow(`no service principal found for the client id ${OWNER}`);
});
