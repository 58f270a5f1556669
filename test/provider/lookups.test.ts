import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { Secret, UNKNOWN } from "../../provider-kit/values.ts";
import { type Organization, type Sandbox, type StoredIntegration, startSandbox } from "../../sandbox/index.ts";
import { Plugin } from "../support/plugin.ts";

const TEAM: Organization = { id: randomUUID(), name: "Team", slug: "team", role: "member" };
const [GITHUB, AZURE_DEVOPS] = [1, 5];

let sandbox: Sandbox;
let plugin: Plugin;
let organizationId: string;

beforeAll(async () => {
  sandbox = await startSandbox({ otherOrganizations: [TEAM] });
  organizationId = sandbox.gitpod.organizationId;
  plugin = await Plugin.start();
  const { host, apiUrl, token } = sandbox.gitpod;
  await plugin.configure({ host, apiUrl, token: new Secret(token), maxRetries: 0 });
});
afterAll(async () => {
  await plugin.stop();
  await sandbox.close();
});
beforeEach(() => {
  for (const { id } of sandbox.gitpod.integrations.list()) sandbox.gitpod.integrations.remove(id);
});
afterEach(() => {
  sandbox.faults.clear();
  expect(plugin.output.join("\n")).not.toContain(sandbox.gitpod.token);
});

function add(host: string, type = AZURE_DEVOPS): StoredIntegration {
  const endpoints = { authorizationUrl: "https://example.com/authorize", tokenUrl: "https://example.com/token" };
  const credentials = { clientId: `app-of-${host}`, clientSecret: "canary" };
  return sandbox.gitpod.integrations.create({ organizationId, type: type ?? 0, host, ...credentials, ...endpoints });
}

const described = (integration: StoredIntegration, type = "AUTH_PROVIDER_TYPE_AZURE_DEVOPS") => ({
  id: integration.id,
  host: integration.host.toLowerCase(),
  type,
  clientId: integration.clientId,
  verified: integration.verified,
});

describe("getOrganizations", () => {
  const names = async () => (await plugin.invoke("gitpod:index:getOrganizations")).result.organizations;

  test("returns the organizations of the token's owner, with the role in each", async () => {
    expect(await names()).toEqual([
      { id: organizationId, name: "Acme", role: "owner" },
      { id: TEAM.id, name: "Team", role: "member" },
    ]);
  });

  test("leaves out a role that Gitpod does not show", async () => {
    sandbox.faults.inject({ operation: "ListOrganizationMembers", kind: { type: "html", status: 403 } });
    const organizations = (await names()) as object[];
    expect(organizations.map((each) => "role" in each).sort()).toEqual([false, true]);
  });
});

describe("getAuthProviders", () => {
  test("returns every integration of the organization, without a secret", async () => {
    const [first, second] = [add("dev.azure.com"), add("github.example.com", GITHUB)];
    const { result, failures } = await plugin.invoke("gitpod:index:getAuthProviders", { organizationId });
    expect(failures).toEqual([]);
    expect(result).toEqual({ authProviders: [described(first), described(second, "AUTH_PROVIDER_TYPE_GITHUB")] });
    expect(JSON.stringify(result)).not.toContain("canary");
  });

  test("says what is wrong with an argument, and asks nobody", async () => {
    const calls = sandbox.journal.entries().length;
    const { failures } = await plugin.invoke("gitpod:index:getAuthProviders", { organization: "acme" });
    expect(failures).toEqual([
      expect.stringContaining("did you mean organizationId?"),
      "organizationId is required and not set",
    ]);
    expect(sandbox.journal.entries().length).toBe(calls);
  });

  test("names an organization that the token may not see, and what to do", async () => {
    const other = randomUUID();
    const asked = plugin.invoke("gitpod:index:getAuthProviders", { organizationId: other });
    await expect(asked).rejects.toThrow(
      new RegExp(`could not list the integrations of organization ${other}: .*not_found.*must belong to an owner`),
    );
  });

  test("returns unknown for an unknown organization, and asks nobody", async () => {
    const calls = sandbox.journal.entries().length;
    const { result } = await plugin.invoke("gitpod:index:getAuthProviders", { organizationId: UNKNOWN });
    expect(result).toEqual({ authProviders: UNKNOWN });
    expect(sandbox.journal.entries().length).toBe(calls);
  });
});

describe("getAuthProvider", () => {
  const get = async (args: Parameters<Plugin["invoke"]>[1]) =>
    (await plugin.invoke("gitpod:index:getAuthProvider", args)).result;

  test("finds an integration by its id, and by its organization and host", async () => {
    const [devops, github] = [add("Dev.Azure.com"), add("github.example.com", GITHUB)];
    const found = { ...described(devops), organizationId };
    expect(await get({ id: devops.id })).toEqual(found);
    expect(await get({ organizationId })).toEqual(found);
    expect(await get({ organizationId, host: "DEV.azure.com" })).toEqual(found);
    expect(await get({ organizationId, host: "github.example.com" })).toMatchObject({ id: github.id });
  });

  test("fails when there is none, and names the hosts that there are", async () => {
    const id = randomUUID();
    await expect(get({ id })).rejects.toThrow(`there is no integration with the id ${id}`);
    await expect(get({ organizationId })).rejects.toThrow(
      new RegExp(`organization ${organizationId} has no integration for dev.azure.com$`),
    );
    add("github.example.com", GITHUB);
    await expect(get({ organizationId })).rejects.toThrow("it has some for github.example.com");
  });

  test.each([
    ["nothing", {}],
    ["only a host", { host: "dev.azure.com" }],
  ])("asks for id or organizationId when given %s", async (_title, args) => {
    await expect(get(args)).rejects.toThrow("getAuthProvider needs id, or organizationId");
  });

  test.each(["organizationId", "host"])("refuses id together with %s", async (other) => {
    const given = { id: randomUUID(), [other]: other === "host" ? "dev.azure.com" : organizationId };
    await expect(get(given)).rejects.toThrow("either id, or organizationId and host, not both");
  });
});

describe("List", () => {
  const TYPE = "gitpod:index:AuthProvider";

  test("streams the integrations with Azure DevOps, by the ids that import takes", async () => {
    const [first, second] = [add("dev.azure.com"), add("devops.example.com")];
    add("github.example.com", GITHUB);
    expect(await plugin.list(TYPE, { organizationId })).toEqual([
      { id: first.id, name: "dev.azure.com" },
      { id: second.id, name: "devops.example.com" },
      { continuationToken: "" },
    ]);
    expect((await plugin.read(`urn:pulumi:dev::project::${TYPE}::it`, second.id)).inputs).toMatchObject({
      host: "devops.example.com",
    });
  });

  test("sends pages of the wanted size up to the limit", async () => {
    const ids = ["a", "b", "c", "d", "e"].map((name) => add(`${name}.example.com`).id);
    const listed: unknown[] = [];
    let from = "";
    let pages = 0;
    do {
      const page = await plugin.list(TYPE, { organizationId }, { limit: 4, pageSize: 3, from });
      from = (page.pop() as { continuationToken: string }).continuationToken;
      listed.push(...page.map((each) => (each as { id: string }).id));
      pages++;
    } while (from !== "");
    expect({ listed, pages }).toEqual({ listed: ids.slice(0, 4), pages: 2 });
    await expect(plugin.list(TYPE, { organizationId }, { from: "x" })).rejects.toThrow("continuation token");
  });

  test("is computed for an unknown organization", async () => {
    expect(await plugin.list(TYPE, { organizationId: UNKNOWN })).toEqual([{ computed: {} }]);
  });

  test("fails for a wrong query, and for a resource that cannot be listed", async () => {
    await expect(plugin.list(TYPE, {})).rejects.toThrow("organizationId is required and not set");
    await expect(plugin.list("gitpod:index:Rotation", {})).rejects.toThrow(
      "cannot list resources of type gitpod:index:Rotation",
    );
  });
});

test("a missing token is one error that names the setting", async () => {
  const other = await Plugin.start();
  await other.configure({ host: sandbox.gitpod.host });
  const calls = [
    other.invoke("gitpod:index:getOrganizations"),
    other.invoke("gitpod:index:getAuthProvider", { organizationId }),
    other.list("gitpod:index:AuthProvider", { organizationId }),
  ];
  const outcomes = await Promise.allSettled<unknown>(calls);
  const messages = outcomes.map((outcome) => (outcome.status === "rejected" ? String(outcome.reason.details) : ""));
  expect(new Set(messages).size).toBe(1);
  expect(messages[0]).toContain("pulumi config set --secret gitpod:token");
  await other.stop();
});
