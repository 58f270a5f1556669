import { describe, expect, test } from "@jest/globals";
import { AZURE_DEVOPS, MICROSOFT_GRAPH } from "../../sandbox/entra/microsoftApps.ts";
import type { Sandbox } from "../../sandbox/index.ts";
import { closeSandboxes, graph, newSandbox } from "./support/fixture.ts";

closeSandboxes();

const CREDENTIAL = {
  name: "github-production",
  issuer: "https://token.actions.githubusercontent.com",
  subject: "repo:acme/gitpod:environment:production",
  audiences: ["api://AzureADTokenExchange"],
};
const READ_ALL = MICROSOFT_GRAPH.roles["Application.Read.All"] as string;

function register(sandbox: Sandbox) {
  const { directory } = sandbox.entra;
  const application = directory.addApplication({ displayName: "deployment" });
  const path = `/applications/${application.id}/federatedIdentityCredentials`;
  const add = (change: object = {}) => graph(sandbox, "POST", path, { ...CREDENTIAL, ...change });
  return { application, path, add, principal: directory.addPrincipal(application.appId) };
}

describe("federated credentials of an app", () => {
  test("are created, read, changed and removed", async () => {
    const sandbox = await newSandbox();
    const { add, path } = register(sandbox);
    const { status, body } = await add();
    expect({ status, ...body }).toMatchObject({ status: 201, ...CREDENTIAL });
    const one = `${path}/${body.id}`;
    expect(await graph(sandbox, "PATCH", one, { subject: "repo:acme/gitpod:environment:other" })).toMatchObject({
      status: 204,
    });
    const list = await graph(sandbox, "GET", path);
    expect(list.body.value).toEqual([{ ...body, subject: "repo:acme/gitpod:environment:other" }]);
    expect(await graph(sandbox, "DELETE", one)).toMatchObject({ status: 204 });
    expect(await graph(sandbox, "GET", one)).toMatchObject({ status: 404 });
  });

  test.each([
    ["a name of two characters", { name: "ci" }],
    ["a name with a slash", { name: "github/production" }],
    ["plain http", { issuer: "http://gitlab.example.com" }],
    ["no subject", { subject: "" }],
    ["two audiences", { audiences: ["a", "b"] }],
  ])("are refused with %s", async (_, change) => {
    const { add } = register(await newSandbox());
    expect(await add(change)).toMatchObject({ status: 400, body: { error: { code: "Request_BadRequest" } } });
  });

  test("are refused when the app already has the name, or the issuer and subject", async () => {
    const { add } = register(await newSandbox());
    await add();
    const conflict = { status: 409, body: { error: { code: "Request_MultipleObjectsWithSameKeyValue" } } };
    expect(await add({ subject: "another" })).toMatchObject(conflict);
    expect(await add({ name: "another" })).toMatchObject(conflict);
    expect(await add({ name: "another", subject: "another" })).toMatchObject({ status: 201 });
  });

  test("are at most 20", async () => {
    const { add } = register(await newSandbox());
    for (let number = 1; number <= 20; number += 1) {
      expect(await add({ name: `name-${number}`, subject: `subject-${number}` })).toMatchObject({ status: 201 });
    }
    expect(await add({ name: "name-21", subject: "subject-21" })).toMatchObject({ status: 400 });
  });
});

describe("application permissions", () => {
  async function assign(sandbox: Sandbox, principalId: string, appRoleId: string, appId = MICROSOFT_GRAPH.appId) {
    const resourceId = sandbox.entra.directory.findPrincipal(appId)?.id as string;
    const path = `/servicePrincipals/${resourceId}/appRoleAssignedTo`;
    return { path, answer: await graph(sandbox, "POST", path, { principalId, appRoleId, resourceId }) };
  }

  test("are granted, listed, read and revoked", async () => {
    const sandbox = await newSandbox();
    const { principal } = register(sandbox);
    const { path, answer } = await assign(sandbox, principal.id, READ_ALL);
    const names = { principalDisplayName: "deployment", resourceDisplayName: "Microsoft Graph" };
    expect(answer).toMatchObject({ status: 201, body: { appRoleId: READ_ALL, principalId: principal.id, ...names } });
    expect((await graph(sandbox, "GET", path)).body.value).toEqual([answer.body]);
    const one = `${path}/${answer.body.id}`;
    expect((await graph(sandbox, "GET", one)).body).toEqual(answer.body);
    expect(await graph(sandbox, "DELETE", one)).toMatchObject({ status: 204 });
    expect((await graph(sandbox, "GET", path)).body.value).toEqual([]);
    expect(await graph(sandbox, "GET", one)).toMatchObject({ status: 404 });
  });

  test("are refused if granted already, not offered by the resource, or for an unknown principal", async () => {
    const sandbox = await newSandbox();
    const { principal } = register(sandbox);
    await assign(sandbox, principal.id, READ_ALL);
    expect((await assign(sandbox, principal.id, READ_ALL)).answer.status).toBe(400);
    expect((await assign(sandbox, principal.id, READ_ALL, AZURE_DEVOPS.appId)).answer.status).toBe(400);
    expect((await assign(sandbox, "nobody", READ_ALL)).answer.status).toBe(404);
  });

  test("are removed with the service principal that has them", async () => {
    const sandbox = await newSandbox();
    const { application, principal } = register(sandbox);
    const { path } = await assign(sandbox, principal.id, READ_ALL);
    await graph(sandbox, "DELETE", `/applications/${application.id}`);
    expect((await graph(sandbox, "GET", path)).body.value).toEqual([]);
  });
});
