import { type Flags, setupCommand } from "./setup/flags.ts";
import { isAttended, refuseTerminal } from "./shared/attended.ts";
import { tellingErrors, UsageError } from "./shared/commandLine.ts";

async function run(flags: Flags): Promise<void> {
  process.exitCode = await tellingErrors(flags.json, async () => {
    const attended = isAttended(flags);
    refuseContradictions(flags, attended);
    // Loads Pulumi's SDK, which takes most of a second and is not needed for --help.
    const { setUp } = await import("./setup/run.ts");
    return setUp(flags, attended, process.env);
  });
}

function refuseContradictions({ tokenStdin, verify }: Flags, attended: boolean): void {
  if (tokenStdin) refuseTerminal("--token-stdin", "token");
  if (attended && !verify) {
    throw new UsageError("--no-verify needs --yes: the questions depend on the answers of the API");
  }
}

export const command = setupCommand(run);
