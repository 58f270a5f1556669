import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** What `npx gitpod-azure-devops` starts. */
export const PROGRAM = fileURLToPath(new URL("../../../cli/bin.mjs", import.meta.url));

/** Runs the program with only PATH from this environment. */
export async function runProgram(args: readonly string[], input = "", environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { PATH: process.env.PATH, ...environment } });
  child.stdin.on("error", () => undefined).end(input);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: code as number, stdout, stderr };
}
