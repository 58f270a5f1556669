import { findPulumi } from "../../cli/pulumi/find.ts";
import { describeAzuread, findAzureadPlugin } from "../../sandbox/azureadPlugin.ts";

/** Gets the Pulumi CLI before the engine tests, whose time limits do not allow for a build. */
export default async function setup(): Promise<void> {
  const { command, source } = await findPulumi();
  const azuread = describeAzuread(await findAzureadPlugin());
  process.stderr.write(`Pulumi CLI ${command.version} (${source}), with ${azuread}\n`);
}
