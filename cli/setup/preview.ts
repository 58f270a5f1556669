import { spawn } from "node:child_process";
import { once } from "node:events";
import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { isStyled } from "../shared/terminal.ts";

/**
 * Runs `pulumi preview` and shows its output.
 *
 * @param output where it goes: with --json standard output is for the document
 * @returns whether it succeeded
 */
export async function preview(
  { pulumiCommand, workDir, envVars }: LocalWorkspace,
  stack: string,
  environment: Readonly<Record<string, string>>,
  output: NodeJS.WriteStream & { readonly fd: 1 | 2 },
): Promise<boolean> {
  const args = ["preview", "--stack", stack, "--non-interactive", "--color", isStyled(output) ? "always" : "never"];
  const child = spawn(pulumiCommand.command, args, {
    cwd: workDir,
    env: { ...process.env, ...envVars, ...environment },
    stdio: ["ignore", output.fd, "inherit"],
  });
  const [code] = (await once(child, "close")) as [number | null];
  return code === 0;
}
