import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import type { Result } from "../doctor/model.ts";
import { badIn, checkUp, type Listener, tell } from "./checkUp.ts";
import type { Flags } from "./flags.ts";
import { type NextStep, nextSteps } from "./next.ts";
import { type Plan, warnings } from "./plan.ts";
import type { Environment } from "./platform.ts";
import { preview } from "./preview.ts";
import { hasSandboxEntra, hasSandboxEnvironment } from "./sandbox.ts";
import { PASSPHRASE } from "./stack.ts";

export interface Ending {
  /** False when a preview has failed. */
  readonly ok: boolean;
  /** What doctor finds to be bad. */
  readonly bad: readonly Result[];
  readonly next: readonly NextStep[];
}

/** How the setup talks to people, and asks whether a preview is wanted where no flag says so. */
export interface Audience extends Listener {
  wantsPreview(): Promise<boolean>;
}

/**
 * What follows when the settings are written: doctor's checks, a preview, if it is wanted and can sign in, and what comes
 * next.
 */
export async function endOf(
  plan: Plan,
  workspace: LocalWorkspace,
  flags: Flags,
  env: Environment,
  audience: Audience,
): Promise<Ending> {
  const results = await checkUp(plan, workspace, flags, env);
  tell(results, warnings(plan, env), plan.target.name, audience);
  const bad = badIn(results);
  const signIn = bad.find(({ name }) => name === "sign-in");
  const canSignIn = hasSandboxEntra(plan.after) ? hasSandboxEnvironment(env) : signIn === undefined;
  const wanted = flags.preview ?? (canSignIn && (await audience.wantsPreview()));
  const output = flags.json ? process.stderr : process.stdout;
  const previewed = wanted ? await preview(workspace, plan.target.name, plan.environment, output) : undefined;
  const machine = {
    env,
    windows: process.platform === "win32",
    pulumi: workspace.pulumiCommand.command,
    signIn: signIn?.fix,
    passphraseAsked: workspace.envVars[PASSPHRASE] !== undefined,
    previewed: previewed === true,
  };
  return { ok: previewed !== false, bad, next: nextSteps(plan, machine) };
}
