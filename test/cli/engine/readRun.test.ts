import { describe, expect, test } from "@jest/globals";
import { createMask } from "../../../cli/engine/mask.ts";
import { readRun, UnreadableError } from "../../../cli/engine/readRun.ts";

const mask = createMask({});
const urn = (type: string, name: string) => `urn:pulumi:prod::project::parent:index:Component$${type}::${name}`;
const SECRET = urn("azuread:index/applicationPassword:ApplicationPassword", "secret");
const END = { summaryEvent: { isPreview: true, result: "succeeded" } };

function log(...events: object[]): string {
  return events.map((event, sequence) => JSON.stringify({ sequence, timestamp: 0, ...event })).join("\n");
}
function begins(op: string, on: string, more: object = {}, planning = true) {
  return { resourcePreEvent: { metadata: { op, urn: on, old: null, new: null, ...more }, planning } };
}
function ends(op: string, on: string, more: object = {}, planning = true) {
  return { resOutputsEvent: { metadata: { op, urn: on, old: null, new: null, ...more }, planning } };
}
const state = (inputs: object, outputs: object = {}) => ({ custom: true, inputs, outputs });

describe("an event log", () => {
  test("has the changes with old and new values", () => {
    const old = state({ web: { redirectUris: ["https://a"] } });
    const after = state({ web: { redirectUris: ["https://b"] } });
    const detailedDiff = { "web.redirectUris[0]": { diffKind: "update", inputDiff: true } };
    const on = urn("azuread:index/application:Application", "app");
    expect(readRun(log(begins("update", on, { old, new: after, detailedDiff }), END), mask)).toEqual({
      kind: "preview",
      outcome: "succeeded",
      stack: "prod",
      problems: [],
      steps: [
        {
          change: "update",
          type: "azuread:index/application:Application",
          name: "app",
          custom: true,
          failed: false,
          properties: [{ path: "web.redirectUris[0]", before: '"https://a"', after: '"https://b"' }],
        },
      ],
    });
  });

  test("has a replacement once, and no default providers", () => {
    const provider = "urn:pulumi:prod::project::pulumi:providers:gitpod::default_0_1_0";
    const events = ["create-replacement", "replace", "delete-replaced"].map((op) => begins(op, SECRET));
    const { steps } = readRun(log(begins("update", provider), ...events, begins("same", SECRET), END), mask);
    expect(steps).toMatchObject([{ change: "replace", name: "secret" }]);
  });

  test("distinguishes what a refresh found from what the program changes", () => {
    const on = urn("gitpod:index:AuthProvider", "integration");
    const gone = urn("gitpod:index:AuthProvider", "other");
    const found = {
      old: state({ clientId: "a" }, { clientId: "a" }),
      new: state({ clientId: "a" }, { clientId: "b" }),
      detailedDiff: { clientId: {} },
    };
    const untouched = { old: state({}), new: state({}), detailedDiff: {} };
    const events = [
      begins("refresh", on),
      ends("refresh", on, found),
      ends("refresh", gone, { old: state({}) }),
      ends("refresh", SECRET, untouched),
    ];
    expect(readRun(log(...events, END), mask).steps).toMatchObject([
      { change: "drifted", name: "integration", properties: [{ path: "clientId", before: '"a"', after: '"b"' }] },
      { change: "vanished", name: "other" },
    ]);
  });

  test("of `pulumi refresh` gives what it found in the same form", () => {
    const on = urn("gitpod:index:AuthProvider", "integration");
    const gone = urn("gitpod:index:AuthProvider", "other");
    const found = { old: state({ clientId: "a" }), new: state({ clientId: "b" }), detailedDiff: { clientId: {} } };
    const verified = { old: state({}, { verified: false }), new: state({}, { verified: true }), detailedDiff: {} };
    const events = [
      ...[on, gone, SECRET].map((each) => begins("refresh", each)),
      ends("update", on, found),
      ends("delete", gone, { old: state({}) }),
      ends("same", SECRET, verified),
    ];
    expect(readRun(log(...events, END), mask)).toMatchObject({
      outcome: "succeeded",
      steps: [
        { change: "drifted", name: "integration", properties: [{ path: "clientId" }] },
        { change: "vanished", name: "other" },
      ],
    });
  });

  test("has each problem once, errors first, without colours and debug messages", () => {
    const diagnostic = (severity: string, message: string, more: object = {}) => ({
      diagnosticEvent: { severity, message, ...more },
    });
    const policy = { message: "too long", policyName: "secret-lifetime", policyPackName: "pack", resourceUrn: SECRET };
    const events = [
      diagnostic("warning", "<{%fg 3%}>careful<{%reset%}>\n"),
      diagnostic("warning", "careful"),
      diagnostic("debug", "noise"),
      diagnostic("info", "noise"),
      diagnostic("warning", "passing", { ephemeral: true }),
      diagnostic("error", "broken", { urn: SECRET }),
      diagnostic("error", "preview failed"),
      { policyEvent: { ...policy, enforcementLevel: "mandatory" } },
      { policyEvent: { ...policy, enforcementLevel: "advisory" } },
    ];
    expect(readRun(log(...events, END), mask)).toMatchObject({
      outcome: "failed",
      problems: [
        { severity: "error", about: "secret", text: "broken" },
        { severity: "error", about: "secret", text: "Policy pack/secret-lifetime: too long" },
        { severity: "warning", text: "careful" },
        { severity: "warning", about: "secret", text: "Policy pack/secret-lifetime: too long" },
      ],
    });
  });

  test("of a deployment is read without its preview, and marks what was not done", () => {
    const other = urn("gitpod:index:AuthProvider", "integration");
    const events = [
      begins("create", SECRET),
      begins("create", other),
      begins("create", SECRET, {}, false),
      ends("create", SECRET, {}, false),
      begins("create", other, {}, false),
      { summaryEvent: { isPreview: false, result: "failed" } },
    ];
    expect(readRun(log(...events), mask)).toMatchObject({
      kind: "deployment",
      outcome: "failed",
      steps: [
        { name: "secret", failed: false },
        { name: "integration", failed: true },
      ],
    });
  });

  test("of an engine that was killed is unfinished, even with an incomplete last line", () => {
    expect(readRun(`${log(begins("create", SECRET), END)}`.slice(0, -20), mask)).toMatchObject({
      outcome: "unfinished",
      steps: [{ name: "secret" }],
    });
  });
});

describe("the digest of a preview", () => {
  test("is unfinished without a summary, and failed with an error", () => {
    const steps = [{ op: "create", urn: SECRET, newState: state({ displayName: "x" }) }];
    expect(readRun(JSON.stringify({ steps }), mask)).toMatchObject({ outcome: "unfinished", stack: "prod" });
    const diagnostics = [{ severity: "error", message: "error: wrong" }];
    expect(readRun(JSON.stringify({ diagnostics, changeSummary: {} }), mask)).toMatchObject({
      outcome: "failed",
      problems: [{ text: "wrong" }],
    });
  });
});

test.each([
  ["nothing", "", "nothing to read"],
  ["other text", "Previewing update (prod):\n", "line 1 of 1 is not a JSON object"],
  ["a log with other text in it", `${log(END)}\nwarning: x\n${log(END)}`, "line 2 of 3"],
  ["a list", "[]", "expected object"],
  ["other JSON", '{"version":3}', "has neither steps nor diagnostics"],
  ["a digest of another form", '{"steps":[{"op":1}]}', "steps.0.op"],
])("%s is refused, with what to give instead", (_, text, complaint) => {
  const read = () => readRun(text, mask);
  expect(read).toThrow(UnreadableError);
  expect(read).toThrow(complaint);
  expect(read).toThrow("pulumi preview --json");
});
