import { findPulumi } from "../../cli/pulumi/find.ts";
import { describeAzuread, findAzureadPlugin } from "../../sandbox/stand-ins/azureadPlugin.ts";
import { restingSuites } from "../engine/support/suiteTurns.ts";

/** Installs the Pulumi CLI before the engine tests, whose timeouts are too short for a build. */
export default async function setup(): Promise<void> {
  const { command, source } = await findPulumi();
  const azuread = await findAzureadPlugin();
  // The workers start after this. They use the same plugin and choose their timeouts by it.
  process.env.AZUREAD = azuread.kind;
  process.env.TEST_RUN = String(process.pid);
  const resting = restingSuites(process.argv.slice(2));
  if (resting.length > 0) {
    process.stderr.write(`Not played today, but with TEST_ALL=1: ${resting.join(", ")}\n`);
  }
  process.stderr.write(`Pulumi CLI ${command.version} (${source}), with ${describeAzuread(azuread)}\n`);
}
