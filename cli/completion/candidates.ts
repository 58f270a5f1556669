import type { Argument, Command, Option } from "commander";
import { type Place, valuesOf } from "./values.ts";

/** What can stand in the place of a word. */
export interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/** Tells the script to offer files and folders. */
const FILES: Candidate = { value: ":files" };
const TAKES_FILE = /^(file|folder)$/;

/**
 * What can stand in the place of the last word.
 *
 * @param program its commands need their options only where the words name them
 * @param words those after the program's name; the last may be empty
 */
export async function candidates(program: Command, words: readonly string[]): Promise<Candidate[]> {
  const place = placeOf(program, whole(words));
  const { current, option } = place;
  if (option !== undefined) return offer(await valuesOf(option, place), option, current);
  const [, flag = "", value] = /^(--[^=]+)=(.*)$/.exec(current) ?? [];
  const assigned = value === undefined ? undefined : optionNamed(place.command, flag);
  if (assigned !== undefined && value !== undefined) {
    const found = offer(await valuesOf(assigned, place), assigned, value);
    return found.map((each) => (each === FILES ? each : { ...each, value: `${flag}=${each.value}` }));
  }
  if (current.startsWith("-")) return starting(flags(place.command, place.before), current);
  return place.command === program ? starting(commands(program), current) : operands(place.command, current);
}

/** Bash takes `--platform=classic` for three words. */
function whole(words: readonly string[]): string[] {
  const given = words.at(-1) === "=" ? [...words, ""] : words;
  return given.filter((word) => word !== "=");
}

function placeOf(program: Command, words: readonly string[]): Place {
  const before = words.slice(0, -1);
  let command = program;
  let option: Option | undefined;
  for (const word of before) {
    // This word is the value of the option before it.
    if (option !== undefined) option = undefined;
    else if (word.startsWith("-")) option = optionNamed(command, word);
    else command = command.commands.find((each) => each.name() === word) ?? command;
  }
  return { command, before, option, current: words.at(-1) ?? "" };
}

/** An option that takes a value. */
function optionNamed(command: Command, flag: string): Option | undefined {
  return command.options.find(({ long, short, required }) => required && (long === flag || short === flag));
}

function offer(values: readonly string[], { flags }: Option, current: string): Candidate[] {
  const [, argument = ""] = /<(.+)>/.exec(flags) ?? [];
  if (TAKES_FILE.test(argument)) return [FILES];
  return starting(
    values.map((value) => ({ value })),
    current,
  );
}

function commands(program: Command): Candidate[] {
  const visible = program.createHelp().visibleCommands(program);
  return visible.map((each) => ({ value: each.name(), description: each.summary() || each.description() }));
}

function flags(command: Command, before: readonly string[]): Candidate[] {
  const visible = command.createHelp().visibleOptions(command);
  return visible
    .filter(({ long, short }) => !before.some((word) => word === long || word === short))
    .map(({ long, short, description }) => ({ value: long ?? short ?? "", description }));
}

function operands({ registeredArguments }: Command, current: string): Candidate[] {
  const choices = registeredArguments.flatMap(({ argChoices }: Argument) => argChoices ?? []);
  if (choices.length === 0 && registeredArguments.some((each) => TAKES_FILE.test(each.name()))) return [FILES];
  return starting(
    choices.map((value) => ({ value })),
    current,
  );
}

function starting(all: readonly Candidate[], current: string): Candidate[] {
  return all.filter(({ value }) => value.startsWith(current));
}
