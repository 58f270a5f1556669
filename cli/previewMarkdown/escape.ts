import { visible } from "../shared/text.ts";

// Names, values and messages come from outside, so they are shown as code. Inside code Markdown has no markup, no HTML, no
// mentions of people and no references to issues. Only its own fence ends it, so the fence is longer than any inside.

/** One line of foreign text as code, cut after `longest` characters. */
export function code(text: string, longest = 80): string {
  const line = visible(text).replaceAll("\n", " ");
  const cut = line.length > longest ? `${line.slice(0, longest).toWellFormed()}…` : line;
  if (cut.trim() === "") return "`(empty)`";
  const fence = "`".repeat(longestRun(cut) + 1);
  return cut.startsWith("`") || cut.endsWith("`") ? `${fence} ${cut} ${fence}` : fence + cut + fence;
}

/** The same for a table, where a bar ends a cell even in code. Not every renderer knows a backslash before it. */
export function cell(text: string, longest?: number): string {
  return code(text.replaceAll("|", "\\u{7c}"), longest);
}

/** The first and the last line of a code block with these lines. */
export function fences(lines: readonly string[], language: string): { open: string; close: string } {
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return { open: fence + language, close: fence };
}

/** A title of at most 200 characters, with all Markdown escaped: the one foreign text that is not shown as code. */
export function heading(text: string): string {
  return visible(text.slice(0, 200))
    .replaceAll("\n", " ")
    .replace(/[!-/:-@[-`{-~]/g, "\\$&")
    .replace(/\\([!#$%&@~])/g, "\\$1\u2060");
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
