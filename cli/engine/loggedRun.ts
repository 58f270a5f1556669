import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { errorCode } from "../../provider-kit/errors.ts";
import { PulumiFailure, pulumi } from "../pulumi/workspace.ts";
import { inTemporaryFolder } from "../shared/temporaryFolder.ts";
import { createMask } from "./mask.ts";
import { readRun } from "./readRun.ts";

/** Makes Pulumi write an event log: nothing else says what a refresh found, or which errors a provider gave. */
export const EVENT_LOGS = { PULUMI_DEBUG_COMMANDS: "true" };

/**
 * Runs a command of Pulumi that starts the engine, such as `refresh`, and returns the engine's event log.
 *
 * @throws an error with the messages of the engine and the providers
 */
export function loggedRun(workspace: LocalWorkspace, ...args: string[]): Promise<string> {
  const { pulumiCommand, workDir, envVars } = workspace;
  const logging = { pulumiCommand, workDir, envVars: { ...envVars, ...EVENT_LOGS } };
  return inTemporaryFolder(async (folder) => {
    const log = join(folder, "events");
    try {
      await pulumi(logging, ...args, "--event-log", log);
      return await readFile(log, "utf8");
    } catch (error) {
      throw await withLoggedErrors(error, log);
    }
  });
}

/** The providers' messages in the log are clearer than Pulumi's last error. */
async function withLoggedErrors(error: unknown, log: string): Promise<unknown> {
  if (!(error instanceof PulumiFailure)) return error;
  const mask = createMask(process.env);
  const text = await readFile(log, "utf8").catch((missing: unknown) => {
    if (errorCode(missing) === "ENOENT") return "";
    throw missing;
  });
  const problems = text === "" ? [] : readRun(text, mask).problems.filter(({ severity }) => severity === "error");
  const messages = problems.map(({ about, text: message }) => (about === undefined ? message : `${about}: ${message}`));
  return new Error(messages.join("; ") || mask.text(error.message), { cause: error });
}
