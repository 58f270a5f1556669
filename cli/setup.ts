import { type Flags, setupCommand } from "./setup/flags.ts";
import { tellingErrors, UsageError } from "./shared/commandLine.ts";

async function run(flags: Flags): Promise<void> {
  const attended = isAttended(flags);
  if (attended && !flags.verify)
    throw new UsageError("--no-verify needs --yes: the questions depend on the answers of the API");
  // Loads Pulumi's SDK, which takes most of a second and is not needed for --help.
  const { setUp } = await import("./setup/run.ts");
  process.exitCode = await tellingErrors(flags.json, () => setUp(flags, attended, process.env));
}

/** Questions can be asked, and no flag turns them off. */
function isAttended({ yes, json, tokenStdin }: Flags): boolean {
  if (tokenStdin && process.stdin.isTTY) {
    throw new UsageError(
      "--token-stdin reads a pipe or file: on a terminal leave it out and enter the token when asked",
    );
  }
  return !yes && !json && process.stdin.isTTY === true && process.stdout.isTTY === true;
}

export const command = setupCommand(run);
