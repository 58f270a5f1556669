import { randomUUID } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import type { Organization, Sandbox } from "../../sandbox/index.ts";
import { closeSandboxes, newSandbox, rpc } from "./support/fixture.ts";

closeSandboxes();

const OTHER: Organization = { id: randomUUID(), name: "Other Org", slug: "other-org", role: "collaborator" };
const acme = (sandbox: Sandbox) => ({ id: sandbox.gitpod.organizationId, name: "Acme", slug: "acme" });
const organizations = (sandbox: Sandbox, method: string, body: object) =>
  rpc(sandbox, method, body, { service: "OrganizationService" });

test.each([
  ["UserService", "GetAuthenticatedUser"],
  ["OrganizationService", "ListOrganizations"],
  ["OrganizationService", "ListOrganizationMembers"],
])("%s/%s refuses a wrong token", async (service, method) => {
  const { status, body } = await rpc(await newSandbox(), method, {}, { service, token: "gitpod_pat_wrong" });
  expect({ status, code: body.code }).toEqual({ status: 401, code: "unauthenticated" });
});

test("returns the token's owner", async () => {
  const { body } = await rpc(await newSandbox(), "GetAuthenticatedUser", {}, { service: "UserService" });
  expect(body).toEqual({ user: { id: expect.stringMatching(/^[0-9a-f-]{36}$/), name: "Sam Sandbox" } });
});

describe("organizations", () => {
  test("are those of the token's owner", async () => {
    const sandbox = await newSandbox({ otherOrganizations: [OTHER] });
    const { body } = await organizations(sandbox, "ListOrganizations", {});
    const { role: _, ...other } = OTHER;
    expect(body).toEqual({ organizations: [acme(sandbox), other], pagination: { total: 2 } });
  });

  test("come in pages that count from 0, with the total", async () => {
    const sandbox = await newSandbox({ otherOrganizations: [OTHER] });
    const pages = [0, 1, 2].map((page) =>
      organizations(sandbox, "ListOrganizations", { pagination: { pageSize: 1, page } }),
    );
    const bodies = (await Promise.all(pages)).map(({ body }) => body as unknown as { organizations?: Organization[] });
    expect(bodies.map((body) => body.organizations?.map(({ name }) => name))).toEqual([
      ["Acme"],
      ["Other Org"],
      undefined,
    ]);
    expect(bodies.map((body) => "pagination" in body && body.pagination)).toEqual(Array(3).fill({ total: 2 }));
  });

  test("have another owner, and are not found by others", async () => {
    const sandbox = await newSandbox({ otherOrganizations: [OTHER] });
    const userId = sandbox.gitpod.installation.user.id;
    const members = await organizations(sandbox, "ListOrganizationMembers", { organizationId: OTHER.id });
    const unknown = await organizations(sandbox, "ListOrganizationMembers", { organizationId: randomUUID() });
    expect(members.body).toEqual({
      members: [
        { userId: expect.not.stringContaining(userId), role: "ORGANIZATION_ROLE_OWNER" },
        { userId, role: "ORGANIZATION_ROLE_COLLABORATOR" },
      ],
      pagination: { total: 2 },
    });
    expect({ status: unknown.status, code: unknown.body.code }).toEqual({ status: 404, code: "not_found" });
  });
});
