import { describe, expect, test } from "@jest/globals";
import { SETUPS } from "../../../cli/setup/platforms.ts";
import { API_URL, HOST, hostIn, ORGANIZATION, TOKEN, withHost } from "../../../cli/setup/settings/classic.ts";
import { ONA_API, ONA_TOKEN, RUNNER, withOnaApi } from "../../../cli/setup/settings/ona.ts";
import {
  AZURE_TENANT,
  type Config,
  changesBetween,
  HIDDEN,
  OWNERS,
  ownersOf,
  PLATFORM,
  problemsIn,
  problemWith,
  ROTATION,
  TENANT,
  tenantOf,
  withOwners,
  withPlatform,
  withTenant,
} from "../../../cli/setup/settings.ts";

const ID = "01234567-89ab-4cde-8f01-23456789abcd";
const OTHER = "11111111-1111-4111-8111-111111111111";
const GOOD: Config = { [HOST]: "gitpod.example.com", [ORGANIZATION]: ID, [AZURE_TENANT]: ID };

describe("a host", () => {
  test.each([
    ["gitpod.example.com", "gitpod.example.com"],
    [" Gitpod.Example.com ", "gitpod.example.com"],
    ["https://gitpod.example.com", "gitpod.example.com"],
    ["https://Gitpod.example.com/settings/git?x=1#y", "gitpod.example.com"],
    ["http://localhost:4180/", "localhost:4180"],
    ["https://gitpod.example.com:8443", "gitpod.example.com:8443"],
    // What is no host stays as it is, and the check refuses it.
    ["gitpod.example.com/settings", "gitpod.example.com/settings"],
    ["https://", "https://"],
    ["ftp://gitpod.example.com", "ftp://gitpod.example.com"],
  ])("%j is read as %j", (text, host) => {
    expect(hostIn(text)).toBe(host);
  });

  test("that changes removes what belonged to the old one", () => {
    const before = { ...GOOD, [API_URL]: "https://api.gitpod.example.com", [TOKEN]: "old", other: "kept" };
    expect(withHost(before, "gitpod.example.com")).toEqual(before);
    expect(withHost(before, "other.example.com")).toEqual({
      ...before,
      [HOST]: "other.example.com",
      [API_URL]: "",
      [TOKEN]: "",
    });
  });

  test("that is the first one removes nothing", () => {
    expect(withHost({ [TOKEN]: "mine" }, "gitpod.example.com")).toEqual({
      [TOKEN]: "mine",
      [HOST]: "gitpod.example.com",
    });
  });
});

test("the environment fills in Gitpod's settings that the stack does not have", () => {
  const env = { GITPOD_HOST: "env.example.com", GITPOD_API_URL: "https://env.example.com/public-api" };
  const { withEnvironment } = SETUPS.classic;
  expect(withEnvironment({ [HOST]: "own.example.com" }, env)).toEqual({
    [HOST]: "own.example.com",
    [API_URL]: "https://env.example.com/public-api",
  });
  expect(withEnvironment({}, env)[HOST]).toBe("env.example.com");
});

describe("the address of Ona's API", () => {
  const { withEnvironment } = SETUPS.ona;
  const stored = { [ONA_API]: "https://ona.example.com/api", [ONA_TOKEN]: "old" };

  test("is only kept where it differs from the usual one", () => {
    expect(withOnaApi({}, "https://app.ona.com/api")).toEqual({ [ONA_API]: "" });
    expect(withOnaApi({}, "https://app.gitpod.io/api")[ONA_API]).toBe("https://app.gitpod.io/api");
  });

  test("on another host removes the token", () => {
    expect(withOnaApi(stored, "https://ona.example.com/v2")[ONA_TOKEN]).toBe("old");
    expect(withOnaApi(stored, "https://app.ona.com/api")).toEqual({ [ONA_API]: "", [ONA_TOKEN]: "" });
  });

  test("comes from the environment when the stack has none", () => {
    expect(withEnvironment({}, { ONA_HOST: "ona.example.com" })).toEqual({
      [ONA_API]: "https://ona.example.com/api",
      [ONA_TOKEN]: "",
    });
    expect(withEnvironment(stored, { ONA_BASE_URL: "https://other.example.com/api" })).toEqual(stored);
    expect(withEnvironment({}, {})).toEqual({ [ONA_API]: "" });
  });
});

describe("a platform", () => {
  test("that stays changes nothing", () => {
    expect(withPlatform(GOOD, "classic")).toBe(GOOD);
    expect(withPlatform({ [PLATFORM]: "ona" }, "ona")).toEqual({ [PLATFORM]: "ona" });
  });

  test("that changes removes what only the former one has, and leaves its token", () => {
    const classic = { ...GOOD, [TOKEN]: "kept", "gitpod-azure-devops:redirectUri": "https://gitpod.example.com/x" };
    const ona = withPlatform(classic, "ona");
    expect(ona).toEqual({
      ...classic,
      [PLATFORM]: "ona",
      [ORGANIZATION]: "",
      "gitpod-azure-devops:redirectUri": "",
    });
    expect(withPlatform({ ...ona, [RUNNER]: ID }, "classic")).toMatchObject({ [PLATFORM]: "classic", [RUNNER]: "" });
  });

  test("with a runner has no problem", () => {
    expect(problemsIn({ [PLATFORM]: "ona", [RUNNER]: ID, [AZURE_TENANT]: ID, [ONA_API]: "http://a.b" }, {})).toEqual([
      expect.objectContaining({ key: ONA_API }),
    ]);
    expect(problemsIn({ [PLATFORM]: "ona", [RUNNER]: ID, [AZURE_TENANT]: ID }, {})).toEqual([]);
  });
});

describe("a tenant", () => {
  test.each([
    ["where both providers find it, in a new stack", {}, [AZURE_TENANT]],
    ["under both where the stack uses its own name", { [TENANT]: ID }, [AZURE_TENANT, TENANT]],
    ["under both where the stack has both", { [TENANT]: ID, [AZURE_TENANT]: ID }, [AZURE_TENANT, TENANT]],
  ])("is set %s", (_, before: Config, keys) => {
    const changes = changesBetween(before, withTenant(before, OTHER));
    expect(changes.map(({ key }) => key)).toEqual(keys);
    expect(tenantOf(withTenant(before, OTHER), { ARM_TENANT_ID: ID })).toBe(OTHER);
  });

  test("comes from the environment when the stack has none", () => {
    expect(tenantOf({}, { ARM_TENANT_ID: ID })).toBe(ID);
    expect(tenantOf({}, {})).toBe("");
  });
});

describe("owners", () => {
  test("are read from the setting, whatever its value", () => {
    expect([`["${ID}"]`, "[]", "", "nonsense", '{"a":1}'].map((text) => ownersOf({ [OWNERS]: text }))).toEqual([
      [ID],
      [],
      [],
      [],
      [],
    ]);
  });

  test("change nothing when none are given", () => {
    expect(changesBetween({}, withOwners({}, []))).toEqual([]);
    expect(changesBetween({ [OWNERS]: "[]" }, withOwners({ [OWNERS]: "[]" }, []))).toEqual([]);
  });

  test("can all be removed", () => {
    const before = { [OWNERS]: `["${ID}"]` };
    expect(changesBetween(before, withOwners(before, []))).toEqual([{ key: OWNERS, kind: "changed", value: "[]" }]);
  });
});

test("changes are the difference; an empty value counts as not set", () => {
  const before = { [HOST]: "a.example.com", [ROTATION]: "150", [API_URL]: "", "gitpod-azure-devops:notes": "kept" };
  const after = { ...before, [HOST]: "b.example.com", [ROTATION]: "", [ORGANIZATION]: ID };
  expect(changesBetween(before, after)).toEqual([
    { key: HOST, kind: "changed", value: "b.example.com" },
    { key: ORGANIZATION, kind: "set", value: ID },
    { key: ROTATION, kind: "removed", value: "" },
  ]);
  expect(changesBetween(after, after)).toEqual([]);
});

describe("a problem", () => {
  test("is not found in valid settings", () => {
    expect(problemsIn(GOOD, {})).toEqual([]);
  });

  test.each([
    [HOST, "https://gitpod.example.com", "must be a host name without a scheme; write gitpod.example.com"],
    [HOST, "", "is missing: the host of your Gitpod installation (or set GITPOD_HOST)"],
    [ORGANIZATION, "acme", "must be a UUID such as"],
    [AZURE_TENANT, "contoso.onmicrosoft.com", "must be a UUID such as"],
    [AZURE_TENANT, "", "is missing"],
    [OWNERS, `["${ID}","me"]`, "must be a UUID such as"],
    [ROTATION, "many", "must be a whole number of days from 1 to 730"],
    [ROTATION, "180", "must be less than secretLifetimeDays"],
    [API_URL, "http://gitpod.example.com", "must start with https://"],
    [TOKEN, "two words", "must not contain white space or unusual characters"],
  ])("with %s = %j is reported in the same words as in a deployment", (key, value, message) => {
    expect(problemWith(key, { ...GOOD, [key]: value }, {})).toContain(message);
  });

  test("with a hidden secret is not reported", () => {
    expect(problemsIn({ ...GOOD, "gitpod-azure-devops:tags": HIDDEN, [AZURE_TENANT]: HIDDEN }, {})).toEqual([]);
  });

  test("with another setting is not reported", () => {
    expect(problemWith(HOST, { ...GOOD, [ROTATION]: "many" }, {})).toBeUndefined();
  });

  test("with a token does not repeat it", () => {
    const problems = problemsIn({ ...GOOD, [TOKEN]: "gitpod_pat_canary x" }, {});
    expect(problems.map(({ key }) => key)).toEqual([TOKEN]);
    expect(JSON.stringify(problems).includes("canary")).toBe(false);
  });
});
