import { describe, expect, test } from "@jest/globals";
import { closeSandboxes, createRequest, endpoints, newSandbox, rpc } from "./support/fixture.ts";

const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";

closeSandboxes();

describe("wire", () => {
  test("responds under both base URLs, with a request id and without zero values", async () => {
    const sandbox = await newSandbox();
    const created = await rpc(sandbox, "CreateAuthProvider", createRequest(sandbox));
    const { id } = created.body.authProvider;
    const read = await rpc(sandbox, "GetAuthProvider", { authProviderId: id }, { baseUrl: sandbox.gitpod.origin });
    expect(created.status).toBe(200);
    expect(created.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(read.body).toEqual(created.body);
    expect(read.body.authProvider).toEqual({
      id,
      organizationId: sandbox.gitpod.organizationId,
      type: "AUTH_PROVIDER_TYPE_AZURE_DEVOPS",
      host: "dev.azure.com",
      scopes: expect.any(Array),
      oauth2Config: { clientId: "client", clientSecret: "redacted", ...endpoints(sandbox) },
    });
  });

  test("errors are Connect's, with a request id", async () => {
    const sandbox = await newSandbox();
    const { status, headers, body } = await rpc(sandbox, "GetAuthProvider", { authProviderId: UNKNOWN_ID });
    expect(status).toBe(404);
    expect(headers.get("x-request-id")).not.toBeNull();
    expect(body).toEqual({ code: "not_found", message: "Provider resource not found." });
  });
});

describe("access", () => {
  test.each(["ListAuthProviders", "GetAuthProvider", "CreateAuthProvider", "UpdateAuthProvider", "DeleteAuthProvider"])(
    "%s refuses a wrong token",
    async (method) => {
      const sandbox = await newSandbox();
      const { status, body } = await rpc(sandbox, method, {}, { token: "gitpod_pat_wrong" });
      expect({ status, code: body.code }).toEqual({ status: 401, code: "unauthenticated" });
    },
  );

  test("a member may read but not write", async () => {
    const sandbox = await newSandbox();
    const { organizationId, installation } = sandbox.gitpod;
    const created = await rpc(sandbox, "CreateAuthProvider", createRequest(sandbox));
    const { id } = created.body.authProvider;
    installation.setRole(organizationId, "member");
    const answers = await Promise.all([
      rpc(sandbox, "ListAuthProviders", { organizationId }),
      rpc(sandbox, "CreateAuthProvider", createRequest(sandbox)),
      rpc(sandbox, "UpdateAuthProvider", { authProviderId: id, clientId: "other" }),
      rpc(sandbox, "DeleteAuthProvider", { authProviderId: id }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 403, 403, 403]);
    expect(sandbox.gitpod.integrations.get(id)).toBeDefined();
  });

  test("another organization is not found", async () => {
    const sandbox = await newSandbox();
    const { status, body } = await rpc(sandbox, "ListAuthProviders", { organizationId: UNKNOWN_ID });
    expect({ status, code: body.code }).toEqual({ status: 404, code: "not_found" });
  });
});

describe("create", () => {
  const refusals: [string, object, string, string][] = [
    [
      "an organization id that is not a UUID",
      { organizationId: "acme" },
      "invalid_argument",
      "organizationId is required",
    ],
    ["a host that cannot be reached", { host: "ado.example.com" }, "invalid_argument", "Host could not be reached."],
    [
      "a built-in provider's host",
      { host: "github.com" },
      "already_exists",
      "Attempt to override an existing provider.",
    ],
    [
      "a missing token URL",
      { oauth2Config: { clientId: "c", clientSecret: "s", authorizationUrl: "https://a.example.com" } },
      "invalid_argument",
      "authorizationUrl and tokenUrl are required.",
    ],
    ["no type", { type: "AUTH_PROVIDER_TYPE_UNSPECIFIED" }, "invalid_argument", "Unexpected service type."],
  ];

  test.each(refusals)("refuses %s", async (_, change, code, message) => {
    const sandbox = await newSandbox();
    if (code === "already_exists") sandbox.gitpod.installation.setReachable("github.com");
    const { body } = await rpc(sandbox, "CreateAuthProvider", { ...createRequest(sandbox), ...change });
    expect(body).toEqual({ code, message });
    expect(sandbox.gitpod.integrations.list()).toEqual([]);
  });

  test("Azure DevOps does not exist at gitpod.io", async () => {
    const sandbox = await newSandbox({ enterprise: false });
    const { body } = await rpc(sandbox, "CreateAuthProvider", createRequest(sandbox));
    expect(body).toEqual({ code: "invalid_argument", message: "Unexpected service type." });
  });

  test("one integration for each organization and host, ignoring case in the new host", async () => {
    const sandbox = await newSandbox();
    const other = "11111111-1111-4111-8111-111111111111";
    sandbox.gitpod.installation.setRole(other, "owner");
    await rpc(sandbox, "CreateAuthProvider", createRequest(sandbox));
    const second = await rpc(sandbox, "CreateAuthProvider", { ...createRequest(sandbox), host: "Dev.Azure.com" });
    const elsewhere = await rpc(sandbox, "CreateAuthProvider", { ...createRequest(sandbox), organizationId: other });
    expect(second.status).toBe(409);
    expect(second.body).toEqual({ code: "already_exists", message: "Provider for this host already exists." });
    expect(elsewhere.status).toBe(200);
  });

  test("stores the host as it was given", async () => {
    const sandbox = await newSandbox();
    const { body } = await rpc(sandbox, "CreateAuthProvider", { ...createRequest(sandbox), host: "Dev.Azure.com" });
    expect(body.authProvider.host).toBe("Dev.Azure.com");
  });
});

describe("list", () => {
  test("pages have 25 items by default and at most 100", async () => {
    const sandbox = await newSandbox();
    const { organizationId, integrations } = sandbox.gitpod;
    const oauth = { clientId: "c", clientSecret: "s", authorizationUrl: "https://a", tokenUrl: "https://t" };
    for (let n = 0; n < 110; n += 1)
      integrations.create({ organizationId, type: 5, host: `ado${n}.example.com`, ...oauth });
    const token = Buffer.from(JSON.stringify({ offset: 100 })).toString("base64");
    const pages = [undefined, { pageSize: 3 }, { pageSize: 500 }, { pageSize: 100, token }];
    const answers = await Promise.all(
      pages.map((pagination) => rpc(sandbox, "ListAuthProviders", { organizationId, pagination })),
    );
    expect(answers.map(({ body }) => body.authProviders.length)).toEqual([25, 3, 100, 10]);
    expect(answers.map(({ body }) => body.pagination)).toEqual([
      { total: 25 },
      { total: 3 },
      { total: 100 },
      { total: 10 },
    ]);
    expect(JSON.stringify(answers.map(({ body }) => body))).not.toContain('"clientSecret":"s"');
  });

  test("needs an organization", async () => {
    const sandbox = await newSandbox();
    const { body } = await rpc(sandbox, "ListAuthProviders", {});
    expect(body).toEqual({ code: "invalid_argument", message: "organizationId or ownerId is required" });
  });
});

describe("update", () => {
  async function verifiedIntegration() {
    const sandbox = await newSandbox();
    const { body } = await rpc(sandbox, "CreateAuthProvider", createRequest(sandbox));
    const { id } = body.authProvider as { id: string };
    sandbox.gitpod.integrations.modify(id, { verified: true });
    const same = { authProviderId: id, clientId: "client", ...endpoints(sandbox) };
    return { sandbox, id, same };
  }

  test("without a change leaves it verified", async () => {
    const { sandbox, same } = await verifiedIntegration();
    const plain = await rpc(sandbox, "UpdateAuthProvider", same);
    const withSecret = await rpc(sandbox, "UpdateAuthProvider", { ...same, clientSecret: "secret" });
    expect([plain.body.authProvider.verified, withSecret.body.authProvider.verified]).toEqual([true, true]);
  });

  test.each([
    ["client id", { clientId: "other" }],
    ["client secret", { clientSecret: "other" }],
    ["authorization URL", { authorizationUrl: "https://other.example.com" }],
    ["token URL", { tokenUrl: "https://other.example.com" }],
  ])("a changed %s needs a new activation", async (_, change) => {
    const { sandbox, id, same } = await verifiedIntegration();
    const { body } = await rpc(sandbox, "UpdateAuthProvider", { ...same, ...change });
    expect(body.authProvider.verified).toBeUndefined();
    expect(sandbox.gitpod.integrations.get(id)).toMatchObject(change);
  });

  test.each(["clientId", "authorizationUrl", "tokenUrl"])(
    "omitting %s counts as a change, and keeps the value",
    async (name) => {
      const { sandbox, id, same } = await verifiedIntegration();
      const before = sandbox.gitpod.integrations.get(id);
      const request = { ...same, clientSecret: "secret", [name]: undefined };
      const { body } = await rpc(sandbox, "UpdateAuthProvider", request);
      expect(body.authProvider.verified).toBeUndefined();
      expect(sandbox.gitpod.integrations.get(id)).toEqual({
        ...before,
        verified: false,
        changedAt: expect.any(Number),
      });
    },
  );

  test("needs a client id or secret, and an integration", async () => {
    const { sandbox, id, same } = await verifiedIntegration();
    const neither = await rpc(sandbox, "UpdateAuthProvider", { authProviderId: id, tokenUrl: "https://t" });
    const nobody = await rpc(sandbox, "UpdateAuthProvider", { ...same, authProviderId: UNKNOWN_ID });
    expect(neither.body).toEqual({ code: "invalid_argument", message: "clientId or clientSecret are required" });
    expect(nobody.body).toEqual({ code: "not_found", message: "Provider not found." });
  });
});

describe("delete", () => {
  test("removes it; the second time it is not found", async () => {
    const sandbox = await newSandbox();
    const { body } = await rpc(sandbox, "CreateAuthProvider", createRequest(sandbox));
    const request = { authProviderId: body.authProvider.id };
    const first = await rpc(sandbox, "DeleteAuthProvider", request);
    const second = await rpc(sandbox, "DeleteAuthProvider", request);
    expect({ status: first.status, body: first.body }).toEqual({ status: 200, body: {} });
    expect(second.body).toEqual({ code: "not_found", message: "Provider resource not found." });
  });
});
