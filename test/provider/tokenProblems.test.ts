import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Secret } from "../../provider-kit/values.ts";
import { type Organization, type Sandbox, startSandbox } from "../../sandbox/index.ts";
import { Plugin } from "../support/plugin.ts";

const TEAM: Organization = { id: randomUUID(), name: "Team", slug: "team", role: "member" };
const ELSEWHERE = randomUUID();

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ otherOrganizations: [TEAM] });
});
afterAll(() => sandbox.close());

interface Places {
  readonly organizationIds?: string[];
  readonly runnerIds?: string[];
}

async function problems(settings: Readonly<Record<string, unknown>>, places: Places): Promise<unknown> {
  return (await ask(settings, places)).problems;
}

/** What a plugin with these settings says. */
async function ask(settings: Readonly<Record<string, unknown>>, places: Places): Promise<Record<string, unknown>> {
  const { gitpod, ona } = sandbox;
  const plugin = await Plugin.start();
  try {
    await plugin.configure({
      host: gitpod.host,
      apiUrl: gitpod.apiUrl,
      onaApiUrl: ona.apiUrl,
      maxRetries: 0,
      ...settings,
    });
    const { result, failures } = await plugin.invoke("gitpod:index:getTokenProblems", { ...places });
    expect(failures).toEqual([]);
    for (const token of [gitpod.token, ona.token]) expect(plugin.output.join("\n")).not.toContain(token);
    return result;
  } finally {
    await plugin.stop();
  }
}

describe("of Gitpod Classic", () => {
  const own = () => ({ organizationIds: [sandbox.gitpod.organizationId] });
  const right = () => ({ token: new Secret(sandbox.gitpod.token) });

  test("an owner's token has none", async () => {
    expect(await problems(right(), own())).toEqual([]);
    const capitals = own().organizationIds.map((id) => id.toUpperCase());
    expect(await problems(right(), { organizationIds: capitals })).toEqual([]);
  });

  test("each organization in which its owner lacks the role is one", async () => {
    const organizationIds = [...own().organizationIds, TEAM.id, ELSEWHERE];
    expect(await problems(right(), { organizationIds })).toEqual([
      expect.stringContaining(`is a member of organization ${TEAM.id}, and only an owner may manage integrations`),
      expect.stringContaining(`is not in organization ${ELSEWHERE}`),
    ]);
  });

  test("places without one can be managed", async () => {
    const organizationIds = [...own().organizationIds, TEAM.id];
    const runnerIds = [sandbox.ona.runnerId];
    expect(await ask(right(), { organizationIds, runnerIds })).toEqual({
      problems: [expect.stringContaining(TEAM.id), expect.stringContaining("gitpod:onaToken is not set")],
      manageable: own().organizationIds,
    });
  });

  test("no token, and one that is not accepted, are one", async () => {
    expect(await problems({}, own())).toEqual([expect.stringContaining("gitpod:token is not set")]);
    const [problem] = (await problems({ token: new Secret("gitpod_pat_other") }, own())) as string[];
    expect(problem).toContain("Gitpod does not accept the token");
    expect(problem).not.toContain("gitpod_pat_other");
  });

  test.each(["ListOrganizationMembers", "ListOrganizations"])("what %s hides is none", async (operation) => {
    sandbox.faults.inject({ operation, kind: { type: "html", status: 403 } });
    expect(await problems(right(), own())).toEqual([]);
    sandbox.faults.clear();
  });
});

describe("of Ona", () => {
  const own = () => ({ runnerIds: [sandbox.ona.runnerId] });
  const token = (rights: object) => ({ onaToken: new Secret(sandbox.ona.access.addToken(rights)) });

  test("an administrator's token has none, and nothing is written", async () => {
    sandbox.journal.clear();
    expect(await problems(token({}), own())).toEqual([]);
    expect(sandbox.journal.entries().map(({ operation }) => operation)).toEqual(
      expect.arrayContaining(["GetAuthenticatedIdentity", "ListPersonalAccessTokens", "ListRunners"]),
    );
    expect(sandbox.journal.entries()).toHaveLength(3);
    expect(sandbox.journal.writes()).toEqual([]);
  });

  test("a runner that it does not see is one", async () => {
    const places = { runnerIds: [sandbox.ona.runnerId.toUpperCase(), ELSEWHERE] };
    expect(await problems(token({}), places)).toEqual([
      expect.stringContaining(`gitpod:onaToken sees no runner ${ELSEWHERE}`),
    ]);
  });

  test("a token that is certainly read-only is one, and one that only may be is none", async () => {
    const readOnly = token({ readOnly: true });
    expect(await problems(readOnly, own())).toEqual([]);
    for (const { text, readOnly } of sandbox.ona.access.tokensOfUser()) {
      if (!readOnly) sandbox.ona.access.tokens.change(text, { expiresAt: 1 });
    }
    expect(await problems(readOnly, own())).toEqual([
      expect.stringMatching(/^gitpod:onaToken is read-only\. .*make a new personal access token in Ona/),
    ]);
    sandbox.faults.inject({ operation: "ListPersonalAccessTokens", kind: { type: "html", status: 403 } });
    expect(await problems(readOnly, own())).toEqual([]);
    sandbox.faults.clear();
  });

  test("no token, and one that has ended, are one", async () => {
    expect(await problems({}, own())).toEqual([expect.stringContaining("gitpod:onaToken is not set")]);
    expect(await problems(token({ expiresAt: 1 }), own())).toEqual([
      expect.stringContaining("Ona does not accept the token, which may have ended"),
    ]);
  });
});

test("both platforms' problems come together, and only tokens that are needed are tried", async () => {
  const places = { organizationIds: [sandbox.gitpod.organizationId], runnerIds: [sandbox.ona.runnerId] };
  expect(await problems({}, places)).toEqual([
    expect.stringContaining("gitpod:token is not set"),
    expect.stringContaining("gitpod:onaToken is not set"),
  ]);
  expect(await problems({}, {})).toEqual([]);
});
