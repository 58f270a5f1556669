/** What a person does not see. An agent passes over such characters when it looks for commands. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;
/** Tabs, and what turns a sign into its emoji. */
const HARMLESS: ReadonlySet<string> = new Set(["\t", "\ufe0f"]);
const COMMAND_MARKS: readonly RegExp[] = [
  // Azure Pipelines: ##vso[…] anywhere in a line; GitHub Actions in its older form: ##[…]
  /#(?=\ufe0f*#)/g,
  // GitHub Actions: ::…:: at the beginning of a line
  /(?<=^(?:\s|\ufe0f)*):(?=\ufe0f*:)/g,
];

/**
 * A line of foreign text (what a cloud, the engine or a plugin says) as it may be printed in a job: the agents of CI systems
 * take some lines that a job prints for commands, which set variables of the steps that follow.
 */
export function plainLine(line: string): string {
  const visible = line.replace(UNSEEN, (character) =>
    HARMLESS.has(character) ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  return COMMAND_MARKS.reduce((text, mark) => text.replace(mark, "$& "), visible);
}

/** The same for a text of several lines; a lone carriage return ends one too. */
export function plainText(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(plainLine)
    .join("\n");
}
