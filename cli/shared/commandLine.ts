import { type Command, CommanderError } from "commander";
import { errorMessage } from "../../provider-kit/errors.ts";
import { fitted } from "./terminal.ts";

/** A command was called in a way that cannot work. The message says what to type instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Runs a command with the arguments of this process. Errors go to standard error, and set the exit code: `usageExitCode`
 * for commander's own and for a {@link UsageError}, 1 for all others.
 */
export async function runCommand(command: Command, usageExitCode: number): Promise<void> {
  command.exitOverride().showHelpAfterError("(use --help for a list of options)");
  try {
    await command.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeOf(error, usageExitCode);
    // Commander has printed its own errors already.
    if (!(error instanceof CommanderError))
      process.stderr.write(`${fitted(`error: ${errorMessage(error)}`, process.stderr)}\n`);
  }
}

function exitCodeOf(error: unknown, usageExitCode: number): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  return error instanceof CommanderError || error instanceof UsageError ? usageExitCode : 1;
}
