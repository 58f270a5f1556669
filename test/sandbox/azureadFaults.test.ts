import { describe, expect, test } from "@jest/globals";
import { application } from "../../sandbox/stand-ins/azuread/application.ts";
import { servicePrincipal } from "../../sandbox/stand-ins/azuread/servicePrincipal.ts";
import { on } from "./support/azuread.ts";
import { closeSandboxes, newSandbox, TestClock } from "./support/fixture.ts";

closeSandboxes();

describe("the azuread stand-in", () => {
  test("waits until the directory knows a new object", async () => {
    const clock = new TestClock();
    const start = clock.time;
    const sandbox = await newSandbox({ clock, replicationDelay: { graph: 4000 } });
    const { state } = await on(sandbox, application, clock).create({ displayName: "Gitpod" });
    await on(sandbox, servicePrincipal, clock).create({ clientId: state.clientId });
    expect(sandbox.entra.directory.findPrincipal(state.clientId)).toBeDefined();
    expect(clock.time - start).toBeGreaterThanOrEqual(4000);
  });

  test("does not wait for a new service principal, and reports its id", async () => {
    const sandbox = await newSandbox({ replicationDelay: { principal: 4000 } });
    const { appId } = sandbox.entra.directory.addApplication({ displayName: "Gitpod" });
    const creating = on(sandbox, servicePrincipal).create({ clientId: appId });
    const id = expect.stringMatching(/^\/servicePrincipals\//);
    await expect(creating).rejects.toMatchObject({
      name: "PartialFailure",
      id,
      message: expect.stringContaining("404"),
    });
  });

  const POST = "POST /v1.0/applications";
  const GET = "GET /v1.0/applications/{id}";
  const PATCH = "PATCH /v1.0/applications/{id}";

  test("retries any call after a transient error response, but after a connection error only reads", async () => {
    const sandbox = await newSandbox();
    const { applications } = sandbox.entra.directory;
    const apps = on(sandbox, application);
    for (const operation of [POST, GET, PATCH]) {
      sandbox.faults.inject({ operation, kind: { type: "rateLimit", retryAfter: 1 } });
      sandbox.faults.inject({ operation, kind: { type: "status", status: 503 } });
    }
    sandbox.faults.inject({ operation: GET, kind: { type: "reset" } });
    const { id, state } = await apps.create({ displayName: "Gitpod" });
    expect(await apps.read(id, state)).toBeDefined();
    expect(applications.size).toBe(1);
    sandbox.faults.inject({ operation: POST, kind: { type: "reset", after: true } });
    await expect(apps.create({ displayName: "Second" })).rejects.toThrow(/the directory did not answer/);
    sandbox.faults.inject({ operation: POST, kind: { type: "truncated" } });
    await expect(apps.create({ displayName: "Third" })).rejects.toThrow(/the directory's answer broke off/);
    expect(applications.size).toBe(3);
  });

  test("repeats a creation that succeeded but returned 503, like the real plugin", async () => {
    const sandbox = await newSandbox();
    sandbox.faults.inject({ operation: POST, kind: { type: "status", status: 503, after: true } });
    await on(sandbox, application).create({ displayName: "Gitpod" });
    expect(sandbox.entra.directory.applications.size).toBe(2);
  });

  test("reports the id when a step after the creation fails", async () => {
    const sandbox = await newSandbox();
    sandbox.faults.inject({ operation: PATCH, kind: { type: "reset" } });
    const failure: unknown = await on(sandbox, application)
      .create({ displayName: "Gitpod" })
      .catch((error: unknown) => error);
    const [id] = sandbox.entra.directory.applications.keys();
    expect(failure).toMatchObject({ name: "PartialFailure", id: `/applications/${id}` });
  });
});
