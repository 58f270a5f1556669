import { intro, outro } from "@clack/prompts";
import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { openWorkspace } from "../pulumi/workspace.ts";
import { addAzureNative, lacksAzureNative } from "./azureNative.ts";
import { refuseUndeclared } from "./declared.ts";
import type { Flags } from "./flags.ts";
import { interview } from "./interview.ts";
import { changesOf, nextSteps, type Plan, report, summary, warnings } from "./plan.ts";
import { Cancelled, confirmed, say } from "./prompts.ts";
import { write } from "./stack.ts";
import { planFromFlags } from "./unattended.ts";

const DONE = 0;
const CANCELLED = 130;
const NOTHING_WRITTEN = "Cancelled: nothing was written.";
const NOTHING_TO_WRITE = "Nothing to write: the stack has these settings already.";

/** Sets up a stack and returns the exit code. */
export async function setUp(flags: Flags, attended: boolean, env: NodeJS.ProcessEnv): Promise<number> {
  const interrupted = () => {
    process.stderr.write(`\n${NOTHING_WRITTEN}\n`);
    process.exit(CANCELLED);
  };
  process.on("SIGINT", interrupted);
  const workspace = await openWorkspace(flags.cwd);
  const finish = async (plan: Plan) => {
    process.off("SIGINT", interrupted);
    // From here on Ctrl-C reaches only Pulumi; write() reports how that ended.
    process.on("SIGINT", () => undefined);
    await write(workspace, plan.target, changesOf(plan));
    if (lacksAzureNative(plan.after, workspace.workDir)) await addAzureNative(workspace.workDir);
  };
  const work = attended ? withQuestions : withoutQuestions;
  return work(workspace, flags, env, finish);
}

type Finish = (plan: Plan) => Promise<void>;

async function withQuestions(
  workspace: LocalWorkspace,
  flags: Flags,
  env: NodeJS.ProcessEnv,
  finish: Finish,
): Promise<number> {
  intro("Set up a stack of gitpod-azure-devops");
  try {
    const plan = await interview(workspace, flags, env);
    refuseUndeclared(changesOf(plan), plan.target.declares);
    for (const warning of warnings(plan, env)) say.warn(warning);
    say.message([`Settings of the stack ${plan.target.name}`, "", ...summary(plan)].join("\n"));
    if (hasNothingToDo(plan, workspace)) {
      say.info(NOTHING_TO_WRITE);
    } else {
      const question = plan.target.isNew ? "Create the stack and write them?" : "Write the changes?";
      if (!(await confirmed(question))) throw new Cancelled();
      await finish(plan);
      say.success("Written.");
    }
    outro(`Next:\n${commands(workspace, plan)}`);
    return DONE;
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    outro(NOTHING_WRITTEN);
    return CANCELLED;
  }
}

async function withoutQuestions(
  workspace: LocalWorkspace,
  flags: Flags,
  env: NodeJS.ProcessEnv,
  finish: Finish,
): Promise<number> {
  const plan = await planFromFlags(workspace, flags, env);
  refuseUndeclared(changesOf(plan), plan.target.declares);
  for (const warning of warnings(plan, env)) process.stderr.write(`warning: ${warning}\n`);
  const done = hasNothingToDo(plan, workspace);
  if (!done) await finish(plan);
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(report(plan, env, workspace.pulumiCommand.command), null, 2)}\n`);
  } else {
    const written = plan.target.isNew ? "Created the stack, selected it and wrote the settings." : "Wrote the changes.";
    const outcome = done ? NOTHING_TO_WRITE : written;
    const lines = [`Stack ${plan.target.name}`, ...summary(plan).map((line) => `  ${line}`), outcome, "Next:"];
    process.stdout.write(`${lines.join("\n")}\n${commands(workspace, plan)}\n`);
  }
  return DONE;
}

function hasNothingToDo(plan: Plan, { workDir }: LocalWorkspace): boolean {
  return !plan.target.isNew && changesOf(plan).length === 0 && !lacksAzureNative(plan.after, workDir);
}

function commands(workspace: LocalWorkspace, plan: Plan): string {
  const steps = nextSteps(plan.target, workspace.pulumiCommand.command);
  return steps.map((step) => `  ${step}`).join("\n");
}
