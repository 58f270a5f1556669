import { type Flags, setupCommand } from "./setup/flags.ts";
import { runCommand, UsageError } from "./shared/commandLine.ts";
import { errorMessage } from "./shared/errors.ts";

const WRONG_USE = 2;

async function run(flags: Flags): Promise<void> {
  const attended = isAttended(flags);
  if (attended && !flags.verify)
    throw new UsageError("--no-verify goes with --yes: the questions need Gitpod's answers");
  // Pulumi's SDK takes most of a second to load, which --help does without.
  const { setUp } = await import("./setup/run.ts");
  try {
    process.exitCode = await setUp(flags, attended, process.env);
  } catch (error) {
    if (flags.json) process.stdout.write(`${JSON.stringify({ ok: false, error: errorMessage(error) }, null, 2)}\n`);
    throw error;
  }
}

/** Whether somebody is there to answer questions, and wants to. */
function isAttended({ yes, json, tokenStdin }: Flags): boolean {
  if (tokenStdin && process.stdin.isTTY) {
    throw new UsageError("--token-stdin reads from a pipe or file: on a terminal leave it out, and you are asked");
  }
  return !yes && !json && process.stdin.isTTY === true && process.stdout.isTTY === true;
}

await runCommand(setupCommand(run), WRONG_USE);
