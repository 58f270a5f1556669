import { findPulumi } from "../../cli/pulumi/find.ts";

/** Gets the Pulumi CLI before the engine tests, whose time limits do not allow for a build. */
export default async function setup(): Promise<void> {
  const { command, source } = await findPulumi();
  process.stderr.write(`Pulumi CLI ${command.version} (${source})\n`);
}
