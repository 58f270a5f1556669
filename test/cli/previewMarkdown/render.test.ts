import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, jest, test } from "@jest/globals";
import { createMask } from "../../../cli/engine/mask.ts";
import { readRun } from "../../../cli/engine/readRun.ts";
import { render } from "../../../cli/previewMarkdown/render.ts";
import { missingToken } from "../../../provider/connect/missingToken.ts";
import { expectGolden } from "../../support/golden.ts";
import { run, step, TYPES } from "./support/runs.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const options = { stack: undefined, title: undefined, maxLength: 65_000 };

describe("the comment on a run", () => {
  test.each([
    ["rotation.events.ndjson", "rotation.md"],
    ["rotation.digest.json", "rotation.md"],
    ["wrongSetting.events.ndjson", "wrongSetting.md"],
    ["wrongSetting.digest.json", "wrongSetting.md"],
    ["drift.events.ndjson", "drift.md"],
    ["failedDeployment.events.ndjson", "failedDeployment.md"],
    ["onaCreated.events.ndjson", "onaCreated.md"],
    ["onaLosses.events.ndjson", "onaLosses.md"],
  ])("for %s is golden/%s", (recorded, golden) => {
    const text = readFileSync(`${folder}fixtures/${recorded}`, "utf8");
    expectGolden(`${folder}golden/${golden}`, render(readRun(text, createMask({})), options));
  });
});

describe("a comment that is too long", () => {
  const properties = Array.from({ length: 300 }, (_, index) => `tags[${index}]`);
  const problems = [{ severity: "warning", text: "careful" } as const, { severity: "error", text: "broken" } as const];
  const long = run({ steps: [step(TYPES.application, "update", properties)], problems });

  test("loses lines of the diff first, and says so", () => {
    const comment = render(long, { ...options, maxLength: 10_000 });
    expect(comment).toContain("\n</details>\n\nCut to fit: ");
    expect(comment).toContain("careful");
    expect(comment).toContain("broken");
    expect(comment).toContain("| `azure-devops` | app registration | update |");
  });

  test("loses warnings and rows only after the whole diff", () => {
    const steps = Array.from({ length: 500 }, (_, index) => step("a:b:C", "update", properties, { name: `n${index}` }));
    const comment = render(run({ steps, problems }), { ...options, maxLength: 10_000 });
    expect(comment).toContain("broken");
    expect(comment).toMatch(/\d+ more resources are left out here; the log of the job has them\./);
    expect(comment).not.toContain("<details>");
  });
});

test("a comment does not say that the preview has no token, which in a pull request it never has", () => {
  const log = { warn: jest.fn<(message: string) => void>() };
  missingToken(undefined, "help")(log);
  const [message = ""] = log.warn.mock.calls[0] ?? [];
  const of = (severity: "warning" | "error", text: string) => ({ severity, text });
  const comment = render(run({ problems: [of("warning", message), of("warning", "careful")] }), options);
  expect(comment).toContain("careful");
  expect(comment).not.toContain("help");
});

test("the title and the stack of the marker can be given", () => {
  const comment = render(run(), { ...options, stack: "acme/project/prod", title: "Drift of prod" });
  expect(comment).toBe(
    "<!-- gitpod-azure-devops:preview:acme/project/prod -->\n## Drift of prod\n\n- Nothing changes.\n",
  );
});
