import { findPulumi } from "../../cli/pulumi/find.ts";
import { describeAzuread, findAzureadPlugin } from "../../sandbox/stand-ins/azureadPlugin.ts";

/** Gets the Pulumi CLI before the engine tests, whose time limits do not allow for a build. */
export default async function setup(): Promise<void> {
  const { command, source } = await findPulumi();
  const azuread = await findAzureadPlugin();
  // The workers, which start after this, use the same one, and know how long it takes.
  process.env.AZUREAD = azuread.kind;
  process.stderr.write(`Pulumi CLI ${command.version} (${source}), with ${describeAzuread(azuread)}\n`);
}
