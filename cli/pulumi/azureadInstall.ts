import type { PulumiCommand } from "@pulumi/pulumi/automation/index.js";
import { AZUREAD_VERSION, findAzureadPlugin, realPluginProblem } from "../../sandbox/stand-ins/azureadPlugin.ts";
import { runWithProgress } from "../shared/childProcess.ts";
import type { Output } from "../shared/terminal.ts";

/** Has the Pulumi CLI download its azuread plugin when this machine has none. */
export async function installAzuread({ command }: PulumiCommand, output: Output): Promise<void> {
  const problem = realPluginProblem();
  if (problem !== undefined) throw new Error(problem);
  const present = await findAzureadPlugin("real").catch(() => undefined);
  if (present !== undefined) return;
  const label = `Downloading Pulumi's azuread plugin ${AZUREAD_VERSION}`;
  const install = ["plugin", "install", "resource", "azuread", AZUREAD_VERSION, "--color", "never"];
  await runWithProgress(output, label, [command, ...install]);
}
