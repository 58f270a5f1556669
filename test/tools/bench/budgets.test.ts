import { expect, test } from "@jest/globals";
import { judgeBudgets } from "../../../tools/bench/budgets.ts";
import type { Install } from "../../../tools/bench/projects.ts";
import type { Results } from "../../../tools/bench/results.ts";
import type { Round } from "../../../tools/bench/scenarios.ts";
import { RESULTS, rounds } from "./support.ts";

const missed = (results: Results) =>
  judgeBudgets(results)
    .filter(({ met }) => !met)
    .map(({ name }) => name);

function withCalls(operation: "up" | "no-op up" | "refresh", calls: Record<string, number>): Round[] {
  return rounds(1.3).map((round) => ({ ...round, [operation]: { ...round[operation], calls } }));
}
const ours = (measured: readonly Round[]): Results => ({
  ...RESULTS,
  variants: { ...RESULTS.variants, ours: measured },
});

const installed = (install: Partial<Install>): Results => ({
  ...RESULTS,
  first: { ...RESULTS.first, install: { ...RESULTS.first.install, ...install } },
});

test("all are met in good results of one integration", () => {
  const few = { ...RESULTS, scale: {} };
  expect(judgeBudgets(few).length).toBeGreaterThan(8);
  expect(missed(few)).toEqual([]);
});

test.each<[string, Results, string]>([
  ["a slow preview, beside an app registration", ours(rounds(1.7)), "no-op preview : app registration by hand"],
  ["a slow preview, beside an empty program", ours(rounds(1.4)), "no-op preview : empty program"],
  ["a large installation", installed({ size: 134e6 }), "npm ci --omit=dev: size beside the SDK and azuread"],
  [
    "an installation of many files",
    installed({ files: 14_501 }),
    "npm ci --omit=dev: files beside the SDK and azuread",
  ],
  [
    "a slow start",
    { ...RESULTS, start: [{ wall: 1, usage: { cpu: 201, memory: 1 }, bareNode: 1 }] },
    "plugin ready: processor time",
  ],
  [
    "a slow start of the executable",
    { ...RESULTS, executable: { ...RESULTS.executable, checkout: RESULTS.executable.executable } },
    "plugin ready: executable : checkout",
  ],
  [
    "a second write",
    ours(withCalls("up", { CreateAuthProvider: 1, UpdateAuthProvider: 1 })),
    "up, one integration: writes to Gitpod",
  ],
  ["an unnecessary read", ours(withCalls("no-op up", { GetAuthProvider: 1 })), "no-op up: calls to Gitpod"],
  [
    "a second read",
    ours(withCalls("refresh", { GetAuthProvider: 1, ListAuthProviders: 1 })),
    "refresh, one integration: calls to Gitpod",
  ],
  ["a slow preview of many", { ...RESULTS, scale: { 100: rounds(6) } }, "preview, 100 integrations : one"],
  [
    "more than linear growth",
    { ...RESULTS, scale: { 10: rounds(1), 100: rounds(2), 500: rounds(20) } },
    "refresh: processor time of program and plugin for one more of 500 : one more of 100",
  ],
])("%s misses its budget", (_, results, name) => {
  expect(missed(results)).toContain(name);
});

test("a sign-in of the azuread plugin is no proof of credentials", () => {
  const token = "POST /{tenant}/oauth2/v2.0/token";
  const withTokens = (up: number) =>
    ours(
      rounds(1.2).map((round) => ({
        ...round,
        preview: { ...round.preview, calls: { [token]: 1 } },
        up: { ...round.up, calls: { CreateAuthProvider: 1, [token]: up } },
      })),
    );
  const name = "up, one integration: proofs of its credentials";
  expect(missed(withTokens(2))).not.toContain(name);
  expect(missed(withTokens(3))).toContain(name);
});

test("without Pulumi's YAML host, its budget is left out", () => {
  const without = { ...RESULTS, variants: { ...RESULTS.variants, "component in YAML": [] } };
  expect(judgeBudgets(without).map(({ name }) => name)).not.toContain(
    "no-op preview, component in YAML : empty TypeScript",
  );
});

test("without process measurements, their budgets are left out", () => {
  const unmeasured = { ...RESULTS, start: [{ wall: 1, usage: undefined, bareNode: 1 }] };
  expect(judgeBudgets(unmeasured).map(({ name }) => name)).not.toContain("plugin ready: processor time");
});
