import { spawn } from "node:child_process";
import { once } from "node:events";
import type { PulumiCommand } from "@pulumi/pulumi/automation/index.js";
import { AZUREAD_VERSION, findAzureadPlugin, realPluginProblem } from "../../sandbox/stand-ins/azureadPlugin.ts";
import { type Output, withProgress } from "../shared/terminal.ts";

/** Has the Pulumi CLI download its azuread plugin when this machine has none. */
export async function installAzuread({ command }: PulumiCommand, output: Output): Promise<void> {
  const problem = realPluginProblem();
  if (problem !== undefined) throw new Error(problem);
  const present = await findAzureadPlugin("real").catch(() => undefined);
  if (present !== undefined) return;
  const label = `Downloading Pulumi's azuread plugin ${AZUREAD_VERSION}`;
  await withProgress(output, label, ({ detail }) => install(command, detail));
}

async function install(command: string, detail: (text: string) => void): Promise<void> {
  const child = spawn(command, ["plugin", "install", "resource", "azuread", AZUREAD_VERSION, "--color", "never"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += String(chunk);
      detail(output.trim().replace(/^.*[\r\n]/s, ""));
    });
  }
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`pulumi plugin install resource azuread ${AZUREAD_VERSION} failed: ${output.trim()}`);
}
