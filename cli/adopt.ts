import { type AdoptOptions, adoptCommand } from "./adopt/options.ts";
import { UsageError } from "./shared/commandLine.ts";

async function run(options: AdoptOptions): Promise<void> {
  const attended = isAttended(options);
  // Loads Pulumi's SDK, which takes most of a second and is not needed for --help.
  const { adopt } = await import("./adopt/run.ts");
  process.exitCode = await adopt(options, attended, process.env);
}

/** Questions can be asked, and no flag turns them off. */
function isAttended({ yes, json, secretStdin, secret }: AdoptOptions): boolean {
  if (secretStdin && !secret) throw new UsageError("--no-secret says that nobody has it: leave out --secret-stdin");
  if (secretStdin && process.stdin.isTTY) {
    throw new UsageError(
      "--secret-stdin reads a pipe or file: on a terminal leave it out and enter the secret when asked",
    );
  }
  return !yes && !json && process.stdin.isTTY === true && process.stdout.isTTY === true;
}

export const command = adoptCommand(run);
