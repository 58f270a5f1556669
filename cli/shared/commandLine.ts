import { constants } from "node:os";
import { type Command, CommanderError } from "commander";
import { errorMessage } from "../../provider-kit/errors.ts";
import { createTextMask } from "../engine/textMask.ts";
import { shown } from "./terminal.ts";
import { visible } from "./text.ts";

/** Exit codes of all commands. */
export const EXIT = { done: 0, failed: 1, wrongUsage: 2, needsPerson: 3, interrupted: 130 } as const;

/** A command was called in a way that cannot work. The message says what to type instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Runs a command. Errors go to standard error, and set the exit code. */
export async function runCommand(command: Command, args: readonly string[] = process.argv.slice(2)): Promise<void> {
  endQuietly();
  command.exitOverride().showHelpAfterError("(use --help for a list of options)");
  try {
    await command.parseAsync(args, { from: "user" });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    // Commander has printed its own errors already.
    if (!(error instanceof CommanderError)) process.stderr.write(`${shown(`error: ${told(error)}`, process.stderr)}\n`);
  }
}

/** With `--json` an error is a document on standard output too. */
export async function tellingErrors<T>(json: boolean | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (json) process.stdout.write(`${JSON.stringify({ ok: false, error: told(error) }, null, 2)}\n`);
    throw error;
  }
}

/** An error's message, which may quote names and answers of others. */
function told(error: unknown): string {
  return visible(createTextMask(process.env)(errorMessage(error)));
}

/**
 * Ctrl-C ends a command with its exit code, unless the command has a listener of its own; so do a cancelled CI job and a closed
 * terminal, for which Node would leave out the listeners of "exit". A closed pipe is no error.
 */
function endQuietly(): void {
  process.on("SIGINT", () => {
    if (process.listenerCount("SIGINT") === 1) process.exit(EXIT.interrupted);
  });
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
    });
  }
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
  return error instanceof CommanderError || error instanceof UsageError ? EXIT.wrongUsage : EXIT.failed;
}
