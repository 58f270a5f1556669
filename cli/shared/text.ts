/** Control characters, and those that turn or hide text (Trojan Source, CVE-2021-42574). Not the line feed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const INVISIBLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Replaces every invisible character by its code point. */
export function visible(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .toWellFormed()
    .replace(INVISIBLE, (character) =>
      character === "\t" ? "  " : `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`,
    );
}

/** One line without invisible characters or anything that moves a terminal's cursor. */
export function plain(text: string): string {
  return visible(text).replaceAll("\n", " ");
}

/** What a JSON text says; undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** "a, b and c" */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${last}` : last;
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
