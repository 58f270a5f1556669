import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Change, EngineRun } from "../../../cli/engine/engineRun.ts";
import { marker, render, SHORTEST } from "../../../cli/previewMarkdown/render.ts";
import { words } from "../../../cli/previewMarkdown/words.ts";
import { outsideOfCode } from "./support/markdown.ts";
import { TYPES } from "./support/runs.ts";

const RUNS = { numRuns: 300 };
/** Occurs all over the foreign texts, and in none of ours. */
const TRACE = "qzq";
const NASTY = [
  "`",
  "``",
  "```",
  "\n```\n",
  "\n````\n",
  "|",
  "\\",
  "\\|",
  "\n",
  "\r\n",
  "</details>",
  "<!--",
  "-->",
  "@team",
  "#1",
  "~~~\n",
];
const MORE = [
  "\n/close",
  "\u202e",
  "\u200b",
  "[x](y)",
  "](",
  "**",
  "\n## ",
  "\n- ",
  "é",
  "\ud800",
  " ",
  "text",
  "::",
  "$",
  '"',
];

const foreign = fc
  .array(fc.oneof(fc.constantFrom(...NASTY, ...MORE), fc.string({ maxLength: 5 })), { maxLength: 12 })
  .map((pieces) => [TRACE, ...pieces.flatMap((piece) => [piece, TRACE])].join(""));
const changes: Change[] = ["create", "import", "update", "replace", "delete", "drifted", "vanished"];
const property = fc.record({
  path: foreign,
  before: fc.option(foreign, { nil: undefined }),
  after: fc.option(foreign, { nil: undefined }),
});
const step = fc.record({
  change: fc.constantFrom(...changes),
  type: fc.oneof(fc.constantFrom(...Object.values(TYPES)), foreign),
  name: foreign,
  custom: fc.boolean(),
  properties: fc.array(property, { maxLength: 8 }),
  failed: fc.boolean(),
});
const problem = fc.record({
  severity: fc.constantFrom("error" as const, "warning" as const),
  text: foreign,
  about: foreign,
});
const run: fc.Arbitrary<EngineRun> = fc.record({
  kind: fc.constantFrom("preview" as const, "deployment" as const),
  outcome: fc.constantFrom("succeeded" as const, "failed" as const, "unfinished" as const),
  stack: fc.constantFrom("prod", undefined),
  steps: fc.array(step, { maxLength: 12 }),
  problems: fc.array(problem, { maxLength: 6 }),
});
const options = { stack: undefined, title: undefined, maxLength: 65_000 };

describe("whatever names, values and messages contain", () => {
  test("they are only shown as code, and every code block is closed", () => {
    fc.assert(
      fc.property(run, (given) => {
        const { text, closed } = outsideOfCode(render(given, options));
        expect(closed).toBe(true);
        expect(text).not.toContain(TRACE);
      }),
      RUNS,
    );
  });

  test("a title shows no markup, mentions nobody and stays on its line", () => {
    fc.assert(
      fc.property(foreign, (title) => {
        const heading = render(
          { kind: "preview", outcome: "succeeded", stack: "prod", steps: [], problems: [] },
          { ...options, title },
        );
        const [, line = "", next] = heading.split("\n");
        expect(next).toBe("");
        expect(line.slice(3)).not.toMatch(/(?<!\\)(?:\\\\)*[`<>@[\]|*_]/);
        expect(line).not.toMatch(/@\w/);
      }),
      RUNS,
    );
  });

  test("the marker is one HTML comment on the first line", () => {
    fc.assert(
      fc.property(foreign, (stack) => {
        expect(marker(stack)).toMatch(/^<!-- gitpod-azure-devops:preview:[\w./-]* -->$/);
        expect(
          render({ kind: "preview", outcome: "succeeded", stack, steps: [], problems: [] }, options).split("\n")[0],
        ).toBe(marker(stack));
      }),
      RUNS,
    );
  });
});

describe("whatever has to be cut", () => {
  const many = fc.tuple(run, fc.integer({ min: 1, max: 400 })).map(([given, times]) => ({
    ...given,
    steps: Array.from({ length: times }, (_, index) =>
      given.steps.map((each) => ({ ...each, name: `${each.name}${index}` })),
    ).flat(),
    problems: Array.from({ length: times }, () => given.problems).flat(),
  }));

  test("the comment keeps its maximum length, its sentences and closed blocks, and says what is left out", () => {
    fc.assert(
      fc.property(many, fc.integer({ min: SHORTEST, max: 200_000 }), (given, maxLength) => {
        const whole = render(given, { ...options, maxLength: Number.MAX_SAFE_INTEGER });
        const comment = render(given, { ...options, maxLength });
        expect(comment.length).toBeLessThanOrEqual(maxLength);
        for (const sentence of words(given)) expect(comment).toContain(`- ${sentence}`);
        const { text, closed } = outsideOfCode(comment);
        expect(closed).toBe(true);
        expect(text).not.toContain(TRACE);
        expect(text.split("<details>").length).toBe(text.split("</details>").length);
        if (whole.length > maxLength) expect(text).toMatch(/left out here/);
        else expect(comment).toBe(whole);
      }),
      { numRuns: 60 },
    );
  });
});
