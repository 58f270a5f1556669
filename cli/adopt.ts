import { type AdoptOptions, adoptCommand } from "./adopt/options.ts";
import { isAttended, refuseTerminal } from "./shared/attended.ts";
import { tellingErrors, UsageError } from "./shared/commandLine.ts";

async function run(options: AdoptOptions): Promise<void> {
  await tellingErrors(options.json, async () => refuseContradictions(options));
  // Loads Pulumi's SDK, which takes most of a second and is not needed for --help.
  const { adopt } = await import("./adopt/run.ts");
  process.exitCode = await adopt(options, isAttended(options), process.env);
}

function refuseContradictions({ secret, secretStdin }: AdoptOptions): void {
  if (secretStdin && !secret) throw new UsageError("--no-secret says that nobody has it: leave out --secret-stdin");
  if (secretStdin) refuseTerminal("--secret-stdin", "secret");
}

export const command = adoptCommand(run);
