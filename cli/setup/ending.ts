import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import type { Flags } from "./flags.ts";
import { type NextStep, nextSteps } from "./next.ts";
import type { Plan } from "./plan.ts";
import type { Environment } from "./platform.ts";
import { preview } from "./preview.ts";
import { hasSandboxEntra, hasSandboxEnvironment } from "./sandbox.ts";
import { signInProblem } from "./signIn.ts";
import { PASSPHRASE } from "./stack.ts";

export interface Ending {
  /** False when a preview has failed. */
  readonly ok: boolean;
  /** What keeps Pulumi from signing in to Entra here. */
  readonly warnings: readonly string[];
  readonly next: readonly NextStep[];
}

/**
 * What follows when the settings are written: a preview, if it is wanted and can sign in, and what comes next.
 *
 * @param ask whether a preview is wanted, where no flag says so
 */
export async function endOf(
  plan: Plan,
  workspace: LocalWorkspace,
  flags: Flags,
  env: Environment,
  ask: () => Promise<boolean>,
): Promise<Ending> {
  const isSandbox = hasSandboxEntra(plan.after);
  const problem = isSandbox ? undefined : await signInProblem(plan.after, env);
  const canSignIn = isSandbox ? hasSandboxEnvironment(env) : problem === undefined;
  const wanted = flags.preview ?? (canSignIn && (await ask()));
  const output = flags.json ? process.stderr : process.stdout;
  const previewed = wanted ? await preview(workspace, plan.target.name, plan.environment, output) : undefined;
  const machine = {
    env,
    windows: process.platform === "win32",
    pulumi: workspace.pulumiCommand.command,
    signIn: problem?.fix,
    passphraseAsked: workspace.envVars[PASSPHRASE] !== undefined,
    previewed: previewed === true,
  };
  return {
    ok: previewed !== false,
    warnings: problem === undefined ? [] : [problem.message],
    next: nextSteps(plan, machine),
  };
}
