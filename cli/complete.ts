import { Command } from "commander";
import { candidates } from "./completion/candidates.ts";

/** What the scripts of `completion` call at each Tab. */
export const command = new Command("complete")
  .description("Prints what can stand in the place of the last word, a line each, with a tab before its description.")
  .option("--next", "complete a new word after the given ones", false)
  .argument("[words...]", "words of the command line after the program's name")
  .action(async (words: readonly string[], { next }: { readonly next: boolean }, { parent }: Command) => {
    if (parent === null) throw new Error("complete is a command of a program");
    const found = await candidates(parent, next ? [...words, ""] : words);
    for (const { value, description = "" } of found) process.stdout.write(`${value}\t${description}\n`);
  });
