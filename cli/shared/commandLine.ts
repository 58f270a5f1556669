import { type Command, CommanderError } from "commander";
import { errorMessage } from "./errors.ts";
import { fitted } from "./terminal.ts";

/** A command was called in a way that cannot work; the message says what to type instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Runs a command with the arguments of this process and sets the exit code: `wrongUse` for what commander finds and for a
 * {@link UsageError}, 1 for any other error. What an error says goes to standard error. Otherwise the action sets it.
 */
export async function runCommand(command: Command, wrongUse: number): Promise<void> {
  command.exitOverride().showHelpAfterError("(--help shows what there is)");
  try {
    await command.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeOf(error, wrongUse);
    // Commander has told its own already.
    if (!(error instanceof CommanderError))
      process.stderr.write(`${fitted(`error: ${errorMessage(error)}`, process.stderr)}\n`);
  }
}

function exitCodeOf(error: unknown, wrongUse: number): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  return error instanceof CommanderError || error instanceof UsageError ? wrongUse : 1;
}
