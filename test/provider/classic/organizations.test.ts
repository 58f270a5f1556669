import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { ConnectOrganizationApi, type OrganizationApi } from "../../../provider/classic/organizations.ts";
import { type CallContext, Retry } from "../../../provider/connect/retry.ts";
import { type Organization, type Sandbox, startSandbox } from "../../../sandbox/index.ts";
import { SimulatedClock } from "../support/clock.ts";
import { HttpServer, json } from "../support/httpServer.ts";

const context: CallContext = { signal: new AbortController().signal, status: () => undefined };
const retry = () => new Retry({ clock: new SimulatedClock(), random: () => 0.5, maxRetries: 2 });
const many = (count: number): Organization[] =>
  Array.from({ length: count }, (_, n) => ({ id: randomUUID(), name: `Team ${n}`, slug: `team-${n}`, role: "member" }));

describe("against the sandbox", () => {
  let sandbox: Sandbox;
  afterEach(() => sandbox.close());

  async function api(otherOrganizations: readonly Organization[] = [], token?: string): Promise<OrganizationApi> {
    sandbox = await startSandbox({ otherOrganizations });
    const { apiUrl: baseUrl } = sandbox.gitpod;
    return new ConnectOrganizationApi({
      baseUrl,
      token: token ?? sandbox.gitpod.token,
      requestTimeout: 5_000,
      retry: retry(),
    });
  }

  test("says to whom the token belongs", async () => {
    const user = await (await api()).user(context);
    expect(user).toEqual({ id: sandbox.gitpod.installation.user.id, name: "Sam Sandbox" });
  });

  test.each([0, 99, 100, 250])("lists Acme and %i other organizations, each once", async (count) => {
    const others = many(count);
    const organizations = await (await api(others)).organizations(context);
    expect(organizations.map(({ name }) => name)).toEqual(["Acme", ...others.map(({ name }) => name)]);
    expect(organizations[0]).toEqual({ id: sandbox.gitpod.organizationId, name: "Acme", slug: "acme" });
    expect(sandbox.journal.entries("ListOrganizations")).toHaveLength(Math.ceil((count + 1) / 100));
  });

  test.each(["owner", "member", "collaborator"] as const)("knows a person's role: %s", async (role) => {
    const roles = await api();
    sandbox.gitpod.installation.setRole(sandbox.gitpod.organizationId, role);
    const { user } = sandbox.gitpod.installation;
    expect(await roles.role(sandbox.gitpod.organizationId, user.id, context)).toBe(role);
    expect(await roles.role(sandbox.gitpod.organizationId, randomUUID(), context)).toBeUndefined();
  });

  test("fails with Gitpod's message for a wrong token, without repeating it", async () => {
    const wrong = await api([], "gitpod_pat_canary");
    const calls = [wrong.user(context), wrong.organizations(context), wrong.role("x", "y", context)];
    for (const outcome of await Promise.allSettled<unknown>(calls)) {
      const error = outcome.status === "rejected" ? outcome.reason : undefined;
      expect(error).toMatchObject({ code: "unauthenticated", message: "invalid personal access token" });
      expect(String(error.stack).includes("canary")).toBe(false);
    }
  });

  test("retries after a transient failure", async () => {
    const patient = await api();
    sandbox.faults.inject({ operation: "GetAuthenticatedUser", kind: { type: "status", status: 503 } });
    expect(await patient.user(context)).toMatchObject({ name: "Sam Sandbox" });
  });
});

describe("against an installation that answers differently", () => {
  let server: HttpServer;
  beforeEach(async () => {
    server = await HttpServer.start();
  });
  afterEach(() => server.close());
  const api = () =>
    new ConnectOrganizationApi({ baseUrl: server.url, token: "gitpod_pat_x", requestTimeout: 5_000, retry: retry() });

  test("ignores fields and roles that this project does not know", async () => {
    server.answer = json(200, {
      members: [{ userId: "1", role: "ORGANIZATION_ROLE_AUDITOR", memberSince: "2024-01-01T00:00:00Z" }],
    });
    expect(await api().role("o", "1", context)).toBeUndefined();
  });

  test("stops when pages repeat", async () => {
    const organizations = [{ id: "1", name: "Acme", slug: "acme" }];
    server.answer = json(200, { organizations, pagination: { total: 7 } });
    expect(await api().organizations(context)).toEqual(organizations);
    expect(server.received).toHaveLength(2);
  });

  test("an answer without a user is an error with the request's id", async () => {
    server.answer = json(200, {}, { "x-request-id": "req-7" });
    await expect(api().user(context)).rejects.toMatchObject({
      quoted: "the API's answer holds no user (internal, request id req-7)",
    });
  });
});
