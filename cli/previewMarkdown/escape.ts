/**
 * Everything that comes from outside (names, values, messages) is shown as code: in there, Markdown knows no markup, no
 * HTML, no mention of people and no reference to issues. The one way out of code is its own fence, which is chosen longer
 * than any inside.
 */

/** Control characters, and those that turn or hide text (Trojan Source, CVE-2021-42574). Not the line feed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const INVISIBLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Text in which every invisible character shows as its code point. */
export function visible(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .toWellFormed()
    .replace(INVISIBLE, (character) =>
      character === "\t" ? "  " : `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`,
    );
}

/** One line of foreign text, cut after `longest` characters. */
export function code(text: string, longest = 80): string {
  const line = visible(text).replaceAll("\n", " ");
  const cut = line.length > longest ? `${line.slice(0, longest).toWellFormed()}…` : line;
  if (cut.trim() === "") return "`(empty)`";
  const fence = "`".repeat(longestRun(cut) + 1);
  return cut.startsWith("`") || cut.endsWith("`") ? `${fence} ${cut} ${fence}` : fence + cut + fence;
}

/** The same for a table, whose cells a bar ends even in code; a backslash before it does not help everywhere. */
export function cell(text: string, longest?: number): string {
  return code(text.replaceAll("|", "\\u{7c}"), longest);
}

/** The first and the last line of a block of code that holds these lines. */
export function fences(lines: readonly string[], language: string): { open: string; close: string } {
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return { open: fence + language, close: fence };
}

/** A title of at most 200 characters: foreign text outside of code, with all markup of Markdown escaped. */
export function heading(text: string): string {
  return visible(text.slice(0, 200))
    .replaceAll("\n", " ")
    .replace(/[!-/:-@[-`{-~]/g, "\\$&")
    .replace(/\\([!#$%&@~])/g, "\\$1\u2060");
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
