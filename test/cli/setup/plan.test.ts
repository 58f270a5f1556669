import { describe, expect, test } from "@jest/globals";
import { type Plan, summary, warnings, withStorage } from "../../../cli/setup/plan.ts";
import { report } from "../../../cli/setup/report.ts";
import { API_URL, HOST, ORGANIZATION, TOKEN } from "../../../cli/setup/settings/classic.ts";
import { ONA_TOKEN, RUNNER } from "../../../cli/setup/settings/ona.ts";
import { AZURE_TENANT, type Config, PLATFORM, ROTATION } from "../../../cli/setup/settings.ts";
import { stackNameProblem } from "../../../cli/setup/stack.ts";
import type { Membership } from "../../../provider/classic/organizations.ts";
import { SANDBOX } from "../../../sandbox/constants.ts";
import { ProjectNames } from "../../../stack/projectNames.ts";
import { describeSettings, NAMESPACE } from "../../../stack/settingsSchema.ts";

const ID = "01234567-89ab-4cde-8f01-23456789abcd";
const ACME = { id: ID, name: "Acme", slug: "acme", role: "owner" } as const;
const GOOD: Config = {
  [HOST]: "gitpod.example.com",
  [TOKEN]: "gitpod_pat_canary",
  [ORGANIZATION]: ID,
  [AZURE_TENANT]: ID,
};

const namesOf = (project: string) => new ProjectNames(NAMESPACE, project, describeSettings());
const OWN = namesOf(NAMESPACE);

function plan(before: Config, after: Config, place: Plan["place"] = ACME, names = OWN): Plan {
  return {
    target: { name: "prod", isNew: false, selected: false, names, before, declares: () => true },
    after,
    account: {
      owner: "The token belongs to Sam.",
      places: [ACME],
      document: { user: { id: "1", name: "Sam" } },
      warnings: [],
    },
    place,
    environment: {},
  };
}

const reportOf = (made: Plan) => report(made, {}, { ok: true, bad: [], next: [] });

test("the summary shows the change of each setting", () => {
  const before = { ...GOOD, [HOST]: "old.example.com", [ROTATION]: "150", [ORGANIZATION]: "" };
  expect(summary(plan(before, { ...GOOD, [ROTATION]: "" }))).toEqual([
    "gitpod:host       gitpod.example.com  (changed, was old.example.com)",
    "gitpod:token      [secret]  (unchanged)",
    `organizationId    ${ID} (Acme)  (new)`,
    `azuread:tenantId  ${ID}  (unchanged)`,
    "rotateAfterDays   (removed, was 150)",
  ]);
});

test("summary, warnings and report hold neither the old nor the new token", () => {
  const changed = plan(GOOD, { ...GOOD, [TOKEN]: "gitpod_pat_other" });
  const told = JSON.stringify([summary(changed), warnings(changed, {}), reportOf(changed)]);
  expect(told).toContain("gitpod:token");
  expect(told.includes("gitpod_pat_")).toBe(false);
});

describe("a warning", () => {
  test("is not given for valid settings and an owner", () => {
    expect(warnings(plan({}, GOOD), {})).toEqual([]);
  });

  test.each<[string, Config, Membership | undefined, string]>([
    ["the token's owner is not an owner of the organization", {}, { ...ACME, role: "member" }, "is a member of Acme"],
    [
      "the installation has no Azure DevOps",
      { [HOST]: "gitpod.io" },
      ACME,
      "gitpod:host is Gitpod's own cloud, which has no Azure DevOps",
    ],
    ["a setting that was not asked for is wrong", { "gitpod-azure-devops:tags": "none" }, ACME, "pulumi config set"],
  ])("is given when %s", (_, change, organization, text) => {
    expect(warnings(plan({}, { ...GOOD, ...change }, organization), {})).toEqual([expect.stringContaining(text)]);
  });

  test("is given when the API address is removed with the old host", () => {
    const before = { ...GOOD, [API_URL]: "https://old.example.com/api" };
    expect(warnings(plan(before, { ...GOOD, [API_URL]: "" }), {})).toEqual([expect.stringContaining("it is removed")]);
  });

  test("names each setting that is still the sandbox's", () => {
    const authorityHost = `${NAMESPACE}:authorityHost`;
    const after = { ...GOOD, "azuread:metadataHost": `localhost:${SANDBOX.entraPort}` };
    const found = warnings(plan({}, { ...after, [authorityHost]: `https://localhost:${SANDBOX.entraPort}` }), {});
    expect(found).toEqual([expect.stringContaining("has settings of the sandbox")]);
    expect(found[0]).toContain(": azuread:metadataHost, authorityHost.");
  });
});

describe("of Ona", () => {
  const ONA: Config = { [PLATFORM]: "ona", [ONA_TOKEN]: "ona_canary", [RUNNER]: ID, [AZURE_TENANT]: ID };
  const runner = {
    id: ID,
    name: "Acme AWS",
    phase: "INACTIVE",
    provider: "AWS_EC2",
    region: "eu-central-1",
    message: "",
    registered: true,
  };
  const added = plan({}, ONA, runner);

  test("the summary has platform, token and runner", () => {
    expect(summary(added)).toEqual([
      "platform          ona  (new)",
      "gitpod:onaToken   [secret]  (new)",
      `runnerId          ${ID} (Acme AWS)  (new)`,
      `azuread:tenantId  ${ID}  (new)`,
    ]);
  });

  test("the report has the platform and the runner, and no token", () => {
    const told = reportOf(added);
    expect(told).toMatchObject({ platform: "ona", runner: { name: "Acme AWS", phase: "INACTIVE" } });
    expect(JSON.stringify(told)).not.toContain("canary");
  });

  test.each([
    [12, "certain", "The token ends on 2030-03-14, in 12 days."],
    [30, "probable", "The token probably ends on 2030-04-01, in 30 days: of its owner's tokens,"],
  ] as const)("a token that ends in %i days causes a warning, in the report too", (days, certainty, words) => {
    const now = Date.parse("2030-03-02T09:30:00Z");
    const withEnd = (at: number): Plan => ({
      ...added,
      place: { ...runner, phase: "ACTIVE" } as Plan["place"],
      account: added.account && { ...added.account, tokenEnd: { at, certainty } },
    });
    const ending = withEnd(now + days * 86_400_000);
    const [warning, ...others] = warnings(ending, {}, now);
    expect(others).toEqual([]);
    expect(warning).toContain(words);
    expect(warning).toContain(
      "Make another in Ona under Settings > Personal access tokens, and set it with `pulumi config set --secret gitpod:onaToken --stack prod` or in the environment variable ONA_TOKEN.",
    );
    expect(warnings(withEnd(now + 31 * 86_400_000), {}, now)).toEqual([]);
    expect(reportOf(withEnd(Date.now() + 86_400_000))).toMatchObject({
      warnings: [expect.stringContaining("in 1 day")],
    });
  });

  test("a runner that is offline causes a warning", () => {
    expect(warnings(added, {})).toEqual([expect.stringContaining("is offline (inactive): start it")]);
  });

  test("a stack that was Gitpod Classic's is warned of the deletion there, and of what it needs", () => {
    const active = { ...runner, phase: "ACTIVE" };
    const [kept, ...others] = warnings(plan(GOOD, { ...GOOD, ...ONA, [ORGANIZATION]: "" }, active), {});
    expect(others).toEqual([]);
    expect(kept).toMatch(/was for Gitpod Classic: the next pulumi up deletes it there.*docs\/migration\.md/);
    expect(kept).toContain("needs gitpod:host and gitpod:token, so they stay");
    expect(kept).toContain("pulumi config rm-all gitpod:host gitpod:token");
    expect(warnings(plan({ ...GOOD, [ORGANIZATION]: "" }, ONA, active), {})).toEqual([]);
  });

  test("a stack that goes back to Gitpod Classic keeps Ona's token for the deletion", () => {
    const after = { ...GOOD, [ONA_TOKEN]: "ona_canary", [PLATFORM]: "classic" };
    expect(warnings(plan(ONA, after), {})).toEqual([expect.stringContaining("pulumi config rm-all gitpod:onaToken")]);
  });
});

describe("a token that is not stored", () => {
  const draft = plan(GOOD, GOOD);

  test("leaves the stack, and is kept for the commands of this run only", () => {
    const unstored = withStorage(draft, false);
    expect(unstored.environment).toEqual({ GITPOD_TOKEN: "gitpod_pat_canary" });
    expect(summary(unstored)).toContain("gitpod:token      (removed)");
    expect(JSON.stringify(reportOf(unstored))).not.toContain("canary");
  });

  test("is none when the stack stores it, or when there is none", () => {
    expect(withStorage(draft, true)).toMatchObject({ after: GOOD, environment: {} });
    expect(withStorage(plan(GOOD, { ...GOOD, [TOKEN]: "" }), false).environment).toEqual({});
  });
});

describe("in a project called platform", () => {
  const names = namesOf("platform");
  const renamed = (settings: Config) => names.keys(settings);

  test("the summary has short names, and the report those of the stack", () => {
    const changed = plan({ ...GOOD, [ORGANIZATION]: "" }, GOOD, ACME, names);
    expect(summary(changed)).toContain(`organizationId    ${ID} (Acme)  (new)`);
    expect(reportOf(changed)).toMatchObject({
      changes: [{ setting: "platform:organizationId", kind: "set" }],
      warnings: [],
    });
  });

  test("warnings name wrong settings, and those with the old namespace", () => {
    const after = { ...GOOD, ...renamed({ "platform:tags": "none", [`${NAMESPACE}:notes`]: "old" }) };
    expect(warnings(plan({}, after, ACME, names), {})).toEqual([
      expect.stringMatching(`^${NAMESPACE}:notes is not read.* pulumi config set platform:notes`),
      expect.stringMatching(/^platform:tags must be a list of texts: pulumi config set .*platform:tags/),
    ]);
  });
});

test.each([
  ["prod", true],
  ["acme/prod", true],
  ["acme/gitpod-azure-devops/prod", true],
  ["a.b_c-1", true],
  ["", false],
  ["two words", false],
  ["/", false],
  ["x".repeat(101), false],
])("a new stack may be named %j: %s", (name, allowed) => {
  expect(stackNameProblem(name) === undefined).toBe(allowed);
});
