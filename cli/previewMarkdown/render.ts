import { UP_NEEDS_TOKEN } from "../../provider/connect/missingToken.ts";
import type { Change, EngineRun, Problem, Step } from "../engine/engineRun.ts";
import { kindOf } from "../engine/resourceKinds.ts";
import { visible } from "../shared/text.ts";
import { cell, code, fences, heading } from "./escape.ts";
import { fitted, leastLength, type Section } from "./section.ts";
import { words } from "./words.ts";

/** Lower limit of `maxLength`. The sentences about a run are never cut, and take less than this. */
export const SHORTEST = 10_000;
const LONGEST_STACK = 200;
const LONGEST_LINE = 2_000;
const MOST_PROPERTIES = 12;
const IN_THE_LOG = "the log of the job has them";

export interface RenderOptions {
  /** For the marker; by default the stack of the run. */
  readonly stack: string | undefined;
  /** By default the kind of run, and the stack. */
  readonly title: string | undefined;
  /** In UTF-16 units; at least {@link SHORTEST}. */
  readonly maxLength: number;
}

/**
 * A run as a comment in Markdown. An invisible marker at its start lets a pipeline find its own comment again. When the
 * comment is too long, the diff is cut first, then warnings, table and errors, but never the sentences.
 */
export function render(run: EngineRun, { stack = run.stack, title, maxLength }: RenderOptions): string {
  const parts = [
    marker(stack),
    `## ${title === undefined ? ownTitle(run, stack) : heading(title)}`,
    "",
    ...words(run).map((sentence) => `- ${sentence}`),
  ];
  let text = parts.join("\n");
  const sections = [problems(run, "error"), table(run), problems(run, "warning"), diff(run)].filter(
    ({ lines }) => lines.length > 0,
  );
  for (const [index, section] of sections.entries()) {
    // Leaves room for each later section to say at least that it is left out.
    const later = sections.slice(index + 1).reduce((sum, next) => sum + 2 + leastLength(next), 0);
    const shown = fitted(section, maxLength - text.length - 3 - later);
    if (shown !== "") text += `\n\n${shown}`;
  }
  return `${text}\n`;
}

/** The first line of the comment on a stack. */
export function marker(stack: string | undefined): string {
  // Pulumi allows no other characters in a name, and nothing may end the HTML comment early.
  const name = stack?.replace(/[^\w./-]/g, "").slice(0, LONGEST_STACK);
  return `<!-- gitpod-azure-devops:preview${name === undefined ? "" : `:${name}`} -->`;
}

function ownTitle({ kind }: EngineRun, stack: string | undefined): string {
  const what = kind === "preview" ? "Preview" : "Deployment";
  return stack === undefined ? what : `${what} of ${code(stack)}`;
}

const WHAT: Readonly<Record<Change, string>> = {
  create: "create",
  import: "import",
  update: "update",
  replace: "replace",
  delete: "delete",
  drifted: "changed outside",
  vanished: "deleted outside",
};

function table({ steps }: EngineRun): Section {
  const rows = steps.filter(({ custom }) => custom).map(row);
  return {
    open: ["| Resource | Kind | What | Properties |", "|---|---|---|---|"].join("\n"),
    lines: rows,
    close: "",
    omission: (omitted) => `${omitted} more resources are left out here; ${IN_THE_LOG}.`,
  };
}

function row({ name, type, change, failed, properties }: Step): string {
  const changed = change === "create" || change === "import" ? [] : properties;
  const names = changed.slice(0, MOST_PROPERTIES).map(({ path }) => cell(path));
  const more = changed.length > names.length ? [`${changed.length - names.length} more`] : [];
  const what = failed ? `${WHAT[change]} (failed)` : WHAT[change];
  return `| ${cell(name)} | ${kindOf(type) ?? cell(type)} | ${what} | ${[...names, ...more].join(", ")} |`;
}

function problems({ problems: all }: EngineRun, severity: Problem["severity"]): Section {
  // A pull request's preview has no token; the job that deploys has one.
  const found = all.filter((problem) => problem.severity === severity && !problem.text.startsWith(UP_NEEDS_TOKEN));
  const title = severity === "error" ? "Errors" : "Warnings";
  const blocks = found.map(({ about, text }) => (about === undefined ? text : `${about}: ${text}`));
  return block(`**${title}**`, found.length === 0 ? [] : blocks.join("\n\n").split("\n"), "text", "");
}

/** Every changed property with its values, in a collapsed section. */
function diff({ steps }: EngineRun): Section {
  const lines = steps.filter(({ custom }) => custom).flatMap(diffOf);
  return block("<details>\n<summary>Full diff</summary>", lines, "diff", "\n\n</details>");
}

function diffOf({ name, change, properties }: Step): string[] {
  const lines = properties.flatMap(({ path, before, after }) => [
    ...(before === undefined ? [] : [`- ${path}: ${before}`]),
    ...(after === undefined ? [] : [`+ ${path}: ${after}`]),
  ]);
  return [`@@ ${WHAT[change]} ${name} @@`, ...lines].map((line) => line.replaceAll("\n", " "));
}

function block(open: string, given: readonly string[], language: string, end: string): Section {
  const lines = given.map((line) => visible(line)).map(cutLine);
  const fence = fences(lines, language);
  return {
    open: `${open}\n\n${fence.open}`,
    lines,
    close: fence.close + end,
    omission: (omitted) => `Cut to fit: ${omitted} more lines are left out here; ${IN_THE_LOG}.`,
  };
}

function cutLine(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE).toWellFormed()}…` : line;
}
