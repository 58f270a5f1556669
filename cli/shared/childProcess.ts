import { spawn } from "node:child_process";
import { once } from "node:events";
import { type Output, withProgress } from "./terminal.ts";

/**
 * Runs a command, and shows the last line that it printed beside the label.
 *
 * @throws Error with everything that it printed, when it fails
 */
export async function runWithProgress(
  output: Output,
  label: string,
  [command = "", ...args]: readonly string[],
  cwd?: string,
): Promise<void> {
  await withProgress(output, label, async ({ detail }) => {
    // On Windows npm is a script, which only a shell starts.
    const shell = process.platform === "win32" && command === "npm";
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], cwd, shell });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        printed += String(chunk);
        detail(printed.trim().replace(/^.*[\r\n]/s, ""));
      });
    }
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) throw new Error(`${[command, ...args].join(" ")} failed: ${printed.trim()}`);
  });
}
