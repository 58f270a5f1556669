import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { upsert } from "../../../ops/pipelines/comment/comments.ts";
import { withRetries } from "../../../ops/pipelines/comment/retry.ts";
import { commentsFor } from "../../../ops/pipelines/comment/systems.ts";
import { type Fault, type ReviewSystem, type SystemName, startReviewSystem } from "./support/reviewSystem.ts";

const BODY = "<!-- gitpod-azure-devops:preview:prod -->\nbody";
const SYSTEMS: readonly SystemName[] = ["GitHub", "Azure Repos", "GitLab"];

let system: ReviewSystem;
let waits: number[];
beforeEach(() => {
  waits = [];
});
afterEach(() => system.close());

/** Like the command, without waiting. */
async function comment(): Promise<string> {
  const comments = commentsFor(system.environment);
  const wait = async (milliseconds: number) => void waits.push(milliseconds);
  return withRetries(() => upsert(comments, BODY), wait);
}

const failure = () =>
  comment().then(
    () => "no error",
    (error: Error) => error.message,
  );

// F11
describe.each(SYSTEMS)("commenting on %s", (name) => {
  beforeEach(async () => {
    system = await startReviewSystem(name);
  });

  test.each<[string, Fault]>([
    ["a connection that is reset", { status: "reset" }],
    ["a proxy's 502 with a page", { status: 502, body: "<html><body>Bad Gateway</body></html>" }],
    ["a rate limit", { status: 429, headers: { "retry-after": "7" } }],
    ["a secondary rate limit", { status: 403, headers: { "retry-after": "7" } }],
    ["a used-up rate limit", { status: 403, headers: { "x-ratelimit-remaining": "0" } }],
  ])("retries after %s", async (_, fault) => {
    system.inject(fault);
    expect(await comment()).toBe("created");
    expect(system.bodies()).toEqual([BODY]);
    expect(waits).toEqual([fault.headers?.["retry-after"] === undefined ? 1_000 : 7_000]);
  });

  test("creates one comment even if the response is lost", async () => {
    system.inject({ toWrite: true, status: "reset", handled: true });
    expect(await comment()).toBe("unchanged");
    expect(system.bodies()).toEqual([BODY]);
  });

  test("gives up after four attempts, and reports the cause", async () => {
    system.inject(...Array<Fault>(9).fill({ status: 503, body: '{"message": "over capacity"}' }));
    expect(await failure()).toMatch(/was answered 503: over capacity$/);
    expect(waits).toHaveLength(3);
  });

  test("does not follow a redirect, and names its target", async () => {
    system.inject({ status: 302, headers: { location: "https://login.example.com/signin?x=1" } });
    expect(await failure()).toContain("302, a redirect to https://login.example.com, which is not followed");
    expect(system.requests()).toBe(1);
  });

  test("reports why the connection failed", async () => {
    const { port } = new URL(system.origin);
    await system.close();
    expect(await failure()).toMatch(new RegExp(`at 127.0.0.1:${port} failed: .*ECONNREFUSED`));
  });
});

describe("an error says what to do", () => {
  test.each<[SystemName, number, string, string]>([
    [
      "Azure Repos",
      403,
      `{"message": "TF401027: You need the Git 'PullRequestContribute' permission to perform this action."}`,
      "TF401027: You need the Git 'PullRequestContribute' permission to perform this action.\nthe build service needs the right \"Contribute to pull requests\"",
    ],
    ["GitHub", 403, '{"message": "Resource not accessible by integration"}', "`permissions: pull-requests: write`"],
    ["GitLab", 403, '{"error": "insufficient_scope"}', "the scope api"],
  ])("on %s, after %d", async (name, status, body, expected) => {
    system = await startReviewSystem(name);
    system.inject({ status, body });
    const message = await failure();
    expect(message).toContain(expected);
    expect(message).not.toContain("{");
    expect(waits).toEqual([]);
  });
});
