import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { EXIT, UsageError } from "../shared/commandLine.ts";
import { withProgress } from "../shared/terminal.ts";
import { CHECKS, runChecks } from "./checks.ts";
import { type Facts, factsOf } from "./facts.ts";
import type { Result } from "./model.ts";
import type { DoctorOptions } from "./options.ts";
import { json, list } from "./report.ts";

/** Runs all checks, prints the report, and returns the exit code. */
export async function examine(options: DoctorOptions, env: NodeJS.ProcessEnv): Promise<number> {
  const folder = resolve(options.cwd ?? ".");
  if (!existsSync(folder)) throw new UsageError(`--cwd ${folder} does not exist`);
  const { signal } = new AbortController();
  const facts = factsOf({ folder, stack: options.stack, offline: options.offline ?? false, signal }, env);
  const results = await withProgress(process.stderr, "Looking", async ({ detail }) => {
    if (options.stack !== undefined) await refuseUnknownStack(facts);
    return runChecks(facts, CHECKS, (count) => detail(`${count} of ${CHECKS.length}`));
  });
  const { stdout } = process;
  stdout.write(options.json ? `${JSON.stringify(json(results), null, 2)}\n` : list(results, stdout));
  return exitCode(results);
}

/** @throws UsageError when the backend has other stacks only */
async function refuseUnknownStack(facts: Facts): Promise<void> {
  const hasStacks = await facts.stacks().then(
    () => true,
    () => false,
  );
  if (hasStacks) await facts.stack();
}

function exitCode(results: readonly Result[]): number {
  return results.some(({ outcome }) => outcome === "bad") ? EXIT.needsPerson : EXIT.done;
}
