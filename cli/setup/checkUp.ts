import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { CHECKS, runChecks } from "../doctor/checks.ts";
import { factsOf } from "../doctor/facts.ts";
import type { Result } from "../doctor/model.ts";
import { summary, withoutRepeats } from "../doctor/report.ts";
import { withProgress } from "../shared/terminal.ts";
import type { Flags } from "./flags.ts";
import type { Plan } from "./plan.ts";
import type { Environment } from "./platform.ts";
import { hasSandboxEntra, hasSandboxEnvironment } from "./sandbox.ts";

/** What a stack needs that may not be deployed yet. */
const NEEDED = CHECKS.filter(({ group }) => group !== "Deployed stack");

/** How the setup talks to people. */
export interface Listener {
  warn(text: string): void;
  info(text: string): void;
}

/** Runs the checks of `doctor`. Ctrl-C leaves them out. */
export async function checkUp(
  plan: Plan,
  { workDir, envVars }: LocalWorkspace,
  { verify }: Flags,
  env: Environment,
): Promise<readonly Result[]> {
  // Another terminal cannot sign in to the sandbox.
  const isElsewhere = hasSandboxEntra(plan.after) && !hasSandboxEnvironment(env);
  const interrupted = new AbortController();
  const { signal } = interrupted;
  const place = { folder: workDir, stack: plan.target.name, offline: !verify || isElsewhere, signal };
  const facts = factsOf({ ...place, variables: { ...envVars, ...plan.environment } }, env);
  const stop = () => interrupted.abort();
  process.on("SIGINT", stop);
  try {
    const results = await withProgress(process.stderr, "Looking at what a deployment needs", ({ detail }) =>
      runChecks(facts, NEEDED, (count) => detail(`${count} of ${NEEDED.length}`)),
    );
    return signal.aborted ? [] : results;
  } finally {
    process.off("SIGINT", stop);
  }
}

/** Says what is bad, unless a warning has said it before, and how to see the rest. */
export function tell(results: readonly Result[], said: readonly string[], stack: string, listener: Listener): void {
  if (results.length === 0) return;
  const isSaid = (message: string) => said.some((warning) => warning.startsWith(message.replace(/\.$/, "")));
  const shown = withoutRepeats(results);
  for (const { message, fix } of badIn(shown).filter((result) => !isSaid(result.message))) {
    listener.warn(fix === undefined ? message : `${message}\nFix: ${fix}`);
  }
  const all = shown.every(({ outcome }) => outcome === "good");
  const more = all ? "" : `\nSee npx gitpod-azure-devops doctor --stack ${stack}`;
  listener.info(`Doctor has looked at what a deployment needs. ${summary(shown)}${more}`);
}

export function badIn(results: readonly Result[]): Result[] {
  return results.filter(({ outcome }) => outcome === "bad");
}
