import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import * as claims from "../../provider/connect/claimErrors.ts";
import { ApiError, type Reason } from "../../provider/connect/errors.ts";
import * as messages from "../../provider/ona/explain.ts";
import { changeWarning } from "../../provider/ona/mapping.ts";
import type { Runner, ScmIntegration } from "../../provider/ona/types.ts";

const text = readFileSync(new URL("../../docs/troubleshooting.md", import.meta.url), "utf8");
const shared = text.split("\n## Messages\n")[1]?.split("\n## ")[0] ?? "";
const ona = text.split("\n## Messages about Ona\n")[1]?.split("\n## ")[0] ?? "";

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The messages in the first column of a table, which leave out what varies. */
function messagesIn(table: string): string[] {
  const cells = table.split("\n").flatMap((line) => /^\| (`.*?) \| /.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, message = ""]) => message));
}

const ROWS = messagesIn(ona + shared).map((message) => new RegExp(message.split("…").map(escaped).join(".*")));
const known = (message: unknown) => ROWS.some((row) => row.test(String(message).replaceAll("`", "")));

const RUNNER = "11111111-1111-4111-8111-111111111111";
const URN = "urn:pulumi:prod::app::gitpod:index:ScmIntegration::one";
const place = { runnerId: RUNNER, scmId: "azuredevops_entra", host: "dev.azure.com" };
const live: ScmIntegration = {
  ...place,
  id: "id",
  clientId: "app",
  issuerUrl: undefined,
  pat: false,
  virtualDirectory: undefined,
  encryptedSecret: undefined,
};
const runner: Runner = {
  id: RUNNER,
  name: "build",
  phase: "INACTIVE",
  provider: "AWS_EC2",
  region: "",
  registered: true,
};
const problem = { field: "oauth", message: "no" };

describe("docs/troubleshooting.md has a row for", () => {
  test.each<[string, unknown]>([
    ["a runner that has never registered", messages.runnerProblem({ ...runner, registered: false })],
    ["a runner that is offline", messages.runnerProblem(runner)],
    ["an integration that is not valid", messages.invalid([problem], place)],
    ["one that cannot be validated", messages.unvalidated(problem, place)],
    ["another integration in the place", messages.conflict(live, URN, place)],
    ["two resources for one place", messages.samePlace(URN)],
    ["two resources with one id", claims.sharedId("id", URN, URN, "Ona")],
    ["an integration that another resource has", claims.heldByAnother("id", URN)],
    ["one that stands in another's place", claims.claimedByAnother("id", URN)],
    ["another app", messages.foreign(live, URN, place)],
    ["no OAuth any more", messages.foreign({ ...live, clientId: undefined }, URN, place)],
    ["a deletion outside of Pulumi", new messages.GoneError("id", place).message],
    ["a runner that the stack has moved away from", messages.leftThere("id", place)],
    ["a deletion after an update without an answer", messages.notKnown("id", place).message],
  ])("%s", (_, message) => {
    expect({ message, known: known(message) }).toEqual({ message, known: true });
  });

  test.each<Reason>([
    "unauthenticated",
    "forbidden",
    "notFound",
    "rateLimit",
    "unimplemented",
    "redirect",
    "server",
    "broken",
  ])("a call that fails with %s", (reason) => {
    const details = { reason, code: "code", requestId: undefined, handled: "no", transient: false } as const;
    const message = messages.explainCall(new ApiError("said", { ...details, retryAfter: undefined }), "list");
    expect({ message, known: known(message) }).toEqual({ message, known: true });
  });

  test.each([
    [["host"], {}],
    [["clientId"], {}],
    [["pat"], { pat: false }],
    [["clientId"], { clientId: "other" }],
    [["verifyCredentials"], {}],
  ])("the warning about a change of %s to %j", (names, news) => {
    const state = { ...live, pat: true, problems: [problem] };
    const request = { changed: new Set(names), state, news } as unknown as Parameters<typeof changeWarning>[0];
    const { message } = changeWarning(request) ?? {};
    expect({ message, known: known(message) }).toEqual({ message, known: true });
  });
});

test("the plugin says every part of the errors in the rows about Ona", () => {
  const errors = ona.replace(/^.*\(warning\).*$/gm, "");
  const ofOna = ["api", "explain", "lifecycle", "mapping", "remove", "runnerScmLifecycle"].map((name) => `ona/${name}`);
  const files = ["connect/claimErrors", ...ofOna];
  const source = files.map((name) => readFileSync(new URL(`../../provider/${name}.ts`, import.meta.url), "utf8"));
  const said = source
    .join("\n")
    .replace(/["`] \+\s+["`]/g, "")
    .replace(/\\?`/g, "");
  const parts = messagesIn(errors).flatMap((message) => message.split(/(?: for )?…/).map((part) => part.trim()));
  expect(parts.length).toBeGreaterThan(20);
  expect(parts.filter((part) => !said.includes(part))).toEqual([]);
});
