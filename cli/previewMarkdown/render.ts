import type { Change, EngineRun, Problem, Step } from "../engine/engineRun.ts";
import { kindOf } from "../engine/resourceKinds.ts";
import { cell, code, fences, heading, visible } from "./escape.ts";
import { fitted, leastLength, type Section } from "./section.ts";
import { words } from "./words.ts";

/** The least that `maxLength` may be: what a run changes is always said in words, and those take less than this. */
export const SHORTEST = 10_000;
const LONGEST_STACK = 200;
const LONGEST_LINE = 2_000;
const MOST_PROPERTIES = 12;
const IN_THE_LOG = "the log of the job has them";

export interface RenderOptions {
  /** For the marker; undefined: as the run says. */
  readonly stack: string | undefined;
  /** Undefined: what was run, and the stack. */
  readonly title: string | undefined;
  /** Most characters (UTF-16 units) of the result, {@link SHORTEST} at least. */
  readonly maxLength: number;
}

/**
 * A run as a comment in Markdown. It begins with a marker that people do not see, by which a pipeline finds its own comment.
 * Where it would be too long the difference is cut first, then warnings, table and errors; never the words.
 */
export function render(run: EngineRun, { stack = run.stack, title, maxLength }: RenderOptions): string {
  const parts = [
    marker(stack),
    `## ${title === undefined ? ownTitle(run, stack) : heading(title)}`,
    "",
    ...words(run).map((sentence) => `- ${sentence}`),
  ];
  let text = parts.join("\n");
  const sections = [errors(run), table(run), warnings(run), difference(run)].filter(({ lines }) => lines.length > 0);
  for (const [place, section] of sections.entries()) {
    // Of each that follows there is room to say at least that it is left out.
    const later = sections.slice(place + 1).reduce((sum, next) => sum + 2 + leastLength(next), 0);
    const shown = fitted(section, maxLength - text.length - 3 - later);
    if (shown !== "") text += `\n\n${shown}`;
  }
  return `${text}\n`;
}

/** The first line of the comment on a stack. */
export function marker(stack: string | undefined): string {
  // Pulumi allows no other characters in a name; nothing may end the comment early.
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

function errors(run: EngineRun): Section {
  return problems(
    "Errors",
    run.problems.filter(({ severity }) => severity === "error"),
  );
}

function warnings(run: EngineRun): Section {
  return problems(
    "Warnings",
    run.problems.filter(({ severity }) => severity === "warning"),
  );
}

function problems(title: string, found: readonly Problem[]): Section {
  const blocks = found.map(({ about, text }) => (about === undefined ? text : `${about}: ${text}`));
  return block(`**${title}**`, blocks.join("\n\n").split("\n"), "text", "", found.length === 0);
}

/** Every changed property with its values, folded away. */
function difference({ steps }: EngineRun): Section {
  const lines = steps.filter(({ custom }) => custom).flatMap(differenceOf);
  const summary = "<details>\n<summary>Full difference</summary>";
  return block(summary, lines, "diff", "\n\n</details>", lines.length === 0);
}

function differenceOf({ name, change, properties }: Step): string[] {
  const lines = properties.flatMap(({ path, before, after }) => [
    ...(before === undefined ? [] : [`- ${path}: ${before}`]),
    ...(after === undefined ? [] : [`+ ${path}: ${after}`]),
  ]);
  return [`@@ ${WHAT[change]} ${name} @@`, ...lines].map((line) => line.replaceAll("\n", " "));
}

function block(open: string, given: readonly string[], language: string, end: string, empty: boolean): Section {
  const lines = given.map((line) => visible(line)).map(cutLine);
  const fence = fences(lines, language);
  return {
    open: `${open}\n\n${fence.open}`,
    lines: empty ? [] : lines,
    close: fence.close + end,
    omission: (omitted) => `Cut to fit: ${omitted} more lines are left out here; ${IN_THE_LOG}.`,
  };
}

function cutLine(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE).toWellFormed()}…` : line;
}
