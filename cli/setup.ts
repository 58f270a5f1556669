import { type Flags, setupCommand } from "./setup/flags.ts";
import { isAttended, refuseTerminal } from "./shared/attended.ts";
import { tellingErrors, UsageError } from "./shared/commandLine.ts";

async function run(flags: Flags): Promise<void> {
  if (flags.tokenStdin) refuseTerminal("--token-stdin", "token");
  const attended = isAttended(flags);
  if (attended && !flags.verify)
    throw new UsageError("--no-verify needs --yes: the questions depend on the answers of the API");
  // Loads Pulumi's SDK, which takes most of a second and is not needed for --help.
  const { setUp } = await import("./setup/run.ts");
  process.exitCode = await tellingErrors(flags.json, () => setUp(flags, attended, process.env));
}

export const command = setupCommand(run);
