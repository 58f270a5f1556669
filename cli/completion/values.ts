import type { Command, Option } from "commander";

/** Where on the command line a word is completed. */
export interface Place {
  readonly command: Command;
  /** The words before the one that is completed. */
  readonly before: readonly string[];
  /** The option whose value the word is. */
  readonly option: Option | undefined;
  readonly current: string;
}

type Source = (place: Place) => Promise<readonly string[]>;

/** Where values come from that the command line itself does not list, by the name of the option. */
const SOURCES: Readonly<Record<string, Source>> = {
  stack: async ({ before }) => (await import("./stackNames.ts")).stackNames(folderIn(before)),
  explain: async () => (await import("../activate/problems.ts")).codes(),
};

/** The values that an option takes; empty where they cannot be known. */
export async function valuesOf(option: Option, place: Place): Promise<readonly string[]> {
  return option.argChoices ?? (await SOURCES[option.attributeName()]?.(place)) ?? [];
}

function folderIn(words: readonly string[]): string {
  const flag = words.findIndex((word) => word === "--cwd" || word === "-C");
  return (flag === -1 ? undefined : words[flag + 1]) ?? ".";
}
