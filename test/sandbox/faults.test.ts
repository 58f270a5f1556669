import { describe, expect, test } from "@jest/globals";
import type { Fault } from "../../sandbox/index.ts";
import { closeSandboxes, createRequest, graph, newSandbox, rpc, TestClock } from "./support/fixture.ts";

closeSandboxes();

/** A sandbox with a fault in the next CreateAuthProvider, and a function that makes that call. */
async function withFault(kind: Fault, options: Parameters<typeof newSandbox>[0] = {}) {
  const sandbox = await newSandbox(options);
  sandbox.faults.inject({ operation: "CreateAuthProvider", kind });
  const call = () =>
    fetch(`${sandbox.gitpod.apiUrl}/gitpod.v1.AuthProviderService/CreateAuthProvider`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${sandbox.gitpod.token}` },
      body: JSON.stringify(createRequest(sandbox)),
    });
  return { sandbox, call, count: () => sandbox.gitpod.integrations.list().length };
}

describe("kinds", () => {
  test("delay", async () => {
    const clock = new TestClock();
    const start = clock.time;
    const { call, count } = await withFault({ type: "delay", milliseconds: 5000 }, { clock });
    expect((await call()).status).toBe(200);
    expect([clock.time - start, count()]).toEqual([5000, 1]);
  });

  test.each([2, 0.532, "Wed, 21 Oct 2030 07:28:00 GMT"])("rate limit with Retry-After %s", async (retryAfter) => {
    const { call, count } = await withFault({ type: "rateLimit", retryAfter });
    const answer = await call();
    expect(answer.status).toBe(429);
    expect(answer.headers.get("retry-after")).toBe(String(retryAfter));
    expect(answer.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(answer.headers.get("x-request-id")).not.toBeNull();
    expect(await answer.json()).toEqual({ code: "resource_exhausted", message: "rate limit exceeded" });
    expect(count()).toBe(0);
  });

  test.each([500, 502, 503, 504] as const)("status %d, before and after the operation", async (status) => {
    const before = await withFault({ type: "status", status });
    const after = await withFault({ type: "status", status, after: true });
    const answers = [await before.call(), await after.call()];
    expect(answers.map((answer) => answer.status)).toEqual([status, status]);
    expect(await answers[0]?.json()).toMatchObject({ code: expect.any(String), message: expect.any(String) });
    expect([before.count(), after.count()]).toEqual([0, 1]);
  });

  test("connection reset, before and after the operation", async () => {
    const before = await withFault({ type: "reset" });
    const after = await withFault({ type: "reset", after: true });
    await expect(before.call()).rejects.toThrow("fetch failed");
    await expect(after.call()).rejects.toThrow("fetch failed");
    expect([before.count(), after.count()]).toEqual([0, 1]);
    expect(after.sandbox.journal.entries("CreateAuthProvider")[0]).toMatchObject({ handled: true, fault: "reset" });
    expect(after.sandbox.journal.entries("CreateAuthProvider")[0]?.status).toBeUndefined();
  });

  test("truncated body", async () => {
    const { call, count } = await withFault({ type: "truncated" });
    const answer = await call();
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    expect(count()).toBe(1);
  });

  test.each([200, 502])("a proxy's page with status %d", async (status) => {
    const { call, count } = await withFault({ type: "html", status });
    const answer = await call();
    expect([answer.status, answer.headers.get("content-type")]).toEqual([status, "text/html"]);
    expect(await answer.text()).toContain("<h1>Bad Gateway</h1>");
    expect(count()).toBe(0);
  });

  test("JSON with an unexpected schema", async () => {
    const { call } = await withFault({ type: "unexpectedJson" });
    expect(await (await call()).json()).toHaveProperty("authProvider", "not what the API promises");
  });

  test("slow drip", async () => {
    const clock = new TestClock();
    const start = clock.time;
    const { call } = await withFault({ type: "drip", milliseconds: 100, pieces: 5 }, { clock });
    expect(await (await call()).json()).toHaveProperty("authProvider");
    expect(clock.time - start).toBe(500);
  });

  test("access revoked, for that call and all later ones", async () => {
    const { sandbox, call, count } = await withFault({ type: "accessRevoked" });
    const list = { organizationId: sandbox.gitpod.organizationId };
    expect((await rpc(sandbox, "ListAuthProviders", list)).status).toBe(200);
    expect((await call()).status).toBe(401);
    expect((await rpc(sandbox, "ListAuthProviders", list)).status).toBe(401);
    expect(count()).toBe(0);
  });
});

test("access to Graph is revoked until it is restored", async () => {
  const sandbox = await newSandbox();
  const read = async () => (await graph(sandbox, "GET", "/applications")).status;
  sandbox.faults.inject({ cloud: "entra", kind: { type: "accessRevoked" } });
  const revoked = [await read(), await read()];
  sandbox.entra.restoreAccess();
  expect([...revoked, await read()]).toEqual([401, 401, 200]);
});

describe("rules", () => {
  test("skip and hit as many calls as they should, in the order of injection", async () => {
    const sandbox = await newSandbox();
    sandbox.faults.inject({ operation: "ListAuthProviders", skip: 1, count: 2, kind: { type: "status", status: 503 } });
    sandbox.faults.inject({ operation: "ListAuthProviders", skip: 1, kind: { type: "status", status: 500 } });
    const statuses = [];
    for (let n = 0; n < 6; n += 1) {
      statuses.push(
        (await rpc(sandbox, "ListAuthProviders", { organizationId: sandbox.gitpod.organizationId })).status,
      );
    }
    expect(statuses).toEqual([200, 503, 503, 500, 200, 200]);
    expect(sandbox.faults.pending()).toEqual([]);
  });

  test("also apply to Entra, with Graph's errors", async () => {
    const sandbox = await newSandbox();
    sandbox.faults.inject({
      cloud: "entra",
      operation: "POST /v1.0/applications",
      kind: { type: "rateLimit", retryAfter: 1 },
    });
    const first = await graph(sandbox, "POST", "/applications", { displayName: "x" });
    const second = await graph(sandbox, "POST", "/applications", { displayName: "x" });
    expect([first.status, first.body.error.code, second.status]).toEqual([429, "TooManyRequests", 201]);
  });

  test("can match any operation, and can be cancelled", async () => {
    const sandbox = await newSandbox();
    const injected = sandbox.faults.inject({ count: Number.POSITIVE_INFINITY, kind: { type: "status", status: 500 } });
    const call = () => graph(sandbox, "GET", "/applications");
    const first = await call();
    injected.cancel();
    const second = await call();
    expect([first.status, second.status]).toEqual([500, 200]);
  });
});

describe("journal", () => {
  test("has each call without its body, and whether it was a write", async () => {
    const sandbox = await newSandbox();
    const { organizationId, token } = sandbox.gitpod;
    const { body } = await rpc(sandbox, "CreateAuthProvider", createRequest(sandbox, { clientSecret: "s3cr3t" }));
    await rpc(sandbox, "GetAuthProvider", { authProviderId: body.authProvider.id });
    await graph(sandbox, "POST", "/applications/5ca1ab1e-0000-4000-8000-000000000000/addPassword", {});
    expect(sandbox.journal.entries()).toMatchObject([
      {
        cloud: "gitpod",
        operation: "CreateAuthProvider",
        write: true,
        status: 200,
        organizationId,
        host: "dev.azure.com",
      },
      {
        cloud: "gitpod",
        operation: "GetAuthProvider",
        write: false,
        status: 200,
        organizationId,
        id: body.authProvider.id,
      },
      { cloud: "entra", operation: "POST /v1.0/applications/{id}/addPassword", write: true, status: 404 },
    ]);
    expect(sandbox.journal.writes("gitpod")).toHaveLength(1);
    for (const secret of ["s3cr3t", token]) expect(JSON.stringify(sandbox.journal.entries())).not.toContain(secret);
  });
});
