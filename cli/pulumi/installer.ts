import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { errorMessage } from "../../provider-kit/errors.ts";
import { duration } from "../shared/terminal.ts";
import { Skipped } from "./sources.ts";

const DOWNLOAD_HOST = "https://get.pulumi.com";
const PROBE_MS = 10_000;
const INSTALL_MS = 5 * 60_000;

/** Installs a CLI into the folder with Pulumi's own installer. Gives up early when its host cannot be reached. */
export async function installInto(root: string, version: string): Promise<void> {
  await probe();
  await runWorker(root, version);
}

async function probe(): Promise<void> {
  try {
    const answer = await fetch(`${DOWNLOAD_HOST}/latest-version`, { signal: AbortSignal.timeout(PROBE_MS) });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`HTTP status ${answer.status}`);
  } catch (error) {
    throw new Skipped(`${DOWNLOAD_HOST} cannot be reached (${rootCause(error)})`);
  }
}

/** In its own process: the installer of the Automation API has no time limit and cannot be cancelled. */
function runWorker(root: string, version: string): Promise<void> {
  const worker = fileURLToPath(new URL("./installWorker.ts", import.meta.url));
  const preload = fileURLToPath(new URL("../../preload.cjs", import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--require", preload, worker, root, version], {
      stdio: ["ignore", "ignore", "pipe"],
      timeout: INSTALL_MS,
    });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors = (errors + text).slice(-2_000);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) {
        resolve();
      } else if (signal) {
        reject(new Skipped(`Pulumi's installer did not finish within ${duration(INSTALL_MS)}`));
      } else {
        reject(new Skipped(`Pulumi's installer failed: ${lastLine(errors) || `exit code ${code}`}`));
      }
    });
  });
}

function rootCause(error: unknown): string {
  return error instanceof Error && error.cause ? rootCause(error.cause) : errorMessage(error);
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
