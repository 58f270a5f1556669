/** Invisible characters. CI agents ignore them when they look for commands. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;
/** Tabs, and the emoji variation selector. */
const HARMLESS: ReadonlySet<string> = new Set(["\t", "\ufe0f"]);
const COMMAND_MARKS: readonly RegExp[] = [
  // Azure Pipelines: ##vso[…] anywhere in a line; GitHub Actions in its older form: ##[…]
  /#(?=\ufe0f*#)/g,
  // GitHub Actions: ::…:: at the beginning of a line
  /(?<=^(?:\s|\ufe0f)*):(?=\ufe0f*:)/g,
];

/**
 * Makes a line of untrusted text, such as a message of a cloud, safe to print in a CI job. CI agents treat some lines as
 * commands, which can set variables of later steps.
 */
export function plainLine(line: string): string {
  const visible = line.replace(INVISIBLE, (character) =>
    HARMLESS.has(character) ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  return COMMAND_MARKS.reduce((text, mark) => text.replace(mark, "$& "), visible);
}

/** The same for several lines. A carriage return alone also ends a line. */
export function plainText(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(plainLine)
    .join("\n");
}
