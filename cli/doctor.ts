import { type DoctorOptions, doctorCommand, EXIT } from "./doctor/options.ts";
import { runCommand } from "./shared/commandLine.ts";

async function run(options: DoctorOptions): Promise<void> {
  // Loads Pulumi's SDK, which takes most of a second and is not needed for --help.
  const { examine } = await import("./doctor/run.ts");
  process.exitCode = await examine(options, process.env);
}

process.once("SIGINT", () => process.exit(EXIT.interrupted));
await runCommand(doctorCommand(run), EXIT.wrongUsage);
