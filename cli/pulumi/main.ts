import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { findPulumi } from "./find.ts";
import { CliUnavailable } from "./sources.ts";

const LANGUAGE_HOST_HINT = [
  "Note: this Pulumi CLI was built without the Node.js language host. Commands that run index.ts need the regular",
  "installation (https://www.pulumi.com/docs/install); `npm run demo` does not.",
].join("\n");
const RUNS_THE_PROGRAM = new Set(["preview", "pre", "up", "update", "watch"]);

/** `npm run pulumi -- <arguments>`: the CLI that this project finds, for machines that have none on PATH. */
async function main(args: string[]): Promise<void> {
  const { command } = await findPulumi();
  const executable = command.command;
  const folder = isAbsolute(executable) ? [dirname(executable)] : [];
  const path = [dirname(process.execPath), ...folder, process.env.PATH ?? ""].join(delimiter);
  if (args.some((arg) => RUNS_THE_PROGRAM.has(arg)) && lacksLanguageHost(executable)) console.error(LANGUAGE_HOST_HINT);
  const child = spawn(executable, args, { stdio: "inherit", env: { ...process.env, PATH: path } });
  // The terminal sends Ctrl-C to both processes, and the CLI decides what to do.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("close", (code) => {
    process.exitCode = code ?? 1;
  });
}

function lacksLanguageHost(executable: string): boolean {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return isAbsolute(executable) && !existsSync(join(dirname(executable), `pulumi-language-nodejs${suffix}`));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof CliUnavailable)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
