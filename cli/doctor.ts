import { type DoctorOptions, doctorCommand } from "./doctor/options.ts";
import { tellingErrors } from "./shared/commandLine.ts";

async function run(options: DoctorOptions): Promise<void> {
  // Loads Pulumi's SDK, which takes most of a second and is not needed for --help.
  const { examine } = await import("./doctor/run.ts");
  process.exitCode = await tellingErrors(options.json, () => examine(options, process.env));
}

export const command = doctorCommand(run);
