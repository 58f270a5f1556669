import { intro, note, outro } from "@clack/prompts";
import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { openWorkspace } from "../pulumi/workspace.ts";
import { EXIT } from "../shared/commandLine.ts";
import { fitted } from "../shared/terminal.ts";
import { visible } from "../shared/text.ts";
import { addAzureNative, lacksAzureNative } from "./azureNative.ts";
import { refuseUndeclared } from "./declared.ts";
import { endOf } from "./ending.ts";
import type { Flags } from "./flags.ts";
import { interview } from "./interview.ts";
import { asLines } from "./next.ts";
import { changesOf, type Plan, summary, warnings } from "./plan.ts";
import { type NewProject, newProject } from "./project.ts";
import { Cancelled, confirmed, say } from "./prompts.ts";
import { report } from "./report.ts";
import { write } from "./stack.ts";
import { planFromFlags } from "./unattended.ts";

const NOTHING_WRITTEN = "Cancelled: nothing was written.";
const NOTHING_TO_WRITE = "Nothing to write: the stack has these settings already.";

/** One run of the setup. */
interface Run {
  readonly flags: Flags;
  readonly env: NodeJS.ProcessEnv;
  /** The project to make, unless there is one. */
  readonly project: NewProject | undefined;
  /** The project, or the draft of the new one. */
  readonly workspace: LocalWorkspace;
  /** Writes everything, and returns the project's workspace. */
  finish(plan: Plan): Promise<LocalWorkspace>;
}

/** Sets up a stack and returns the exit code. */
export async function setUp(flags: Flags, attended: boolean, env: NodeJS.ProcessEnv): Promise<number> {
  const interrupted = () => {
    process.stderr.write(`\n${NOTHING_WRITTEN}\n`);
    process.exit(EXIT.interrupted);
  };
  process.on("SIGINT", interrupted);
  if (attended) intro("Azure DevOps for Gitpod or Ona. Nothing is written before you confirm.");
  try {
    const project = await newProject(flags, attended);
    const workspace = await openWorkspace(project?.draft ?? flags.cwd);
    const finish = (plan: Plan) => {
      process.off("SIGINT", interrupted);
      // From here on Ctrl-C reaches only Pulumi and npm; what runs them reports how that ended.
      process.on("SIGINT", () => undefined);
      return finished(plan, { flags, project, workspace });
    };
    const run = { flags, env, project, workspace, finish };
    return await (attended ? withQuestions(run) : withoutQuestions(run));
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    outro(NOTHING_WRITTEN);
    return EXIT.interrupted;
  }
}

async function finished(
  plan: Plan,
  { flags, project, workspace: asked }: Pick<Run, "flags" | "project" | "workspace">,
): Promise<LocalWorkspace> {
  await project?.make();
  const workspace = project === undefined ? asked : await openWorkspace(flags.cwd);
  // A passphrase that was asked for.
  workspace.envVars = { ...workspace.envVars, ...asked.envVars };
  await write(workspace, plan.target, changesOf(plan));
  if (lacksAzureNative(plan.after, workspace.workDir)) await addAzureNative(workspace.workDir);
  return workspace;
}

async function withQuestions(run: Run): Promise<number> {
  const { flags, env, project } = run;
  let { workspace } = run;
  const plan = await interview(workspace, flags, env);
  refuseUndeclared(changesOf(plan), plan.target.declares);
  for (const warning of warnings(plan, env)) say.warn(warning);
  say.message([`Settings of the stack ${plan.target.name}`, "", ...summary(plan)].join("\n"));
  if (hasNothingToDo(run, plan)) {
    say.info(NOTHING_TO_WRITE);
  } else {
    const question = plan.target.isNew ? "Create the stack and write them?" : "Write the changes?";
    if (!(await confirmed(project === undefined ? question : "Make the project and the stack, and write them?"))) {
      throw new Cancelled();
    }
    workspace = await run.finish(plan);
    say.success("Written.");
  }
  const wantsPreview = () => confirmed("Preview now? It shows what a deployment would do, and changes nothing.");
  const { ok, next } = await endOf(plan, workspace, flags, env, { ...say, wantsPreview });
  note(asLines(next).join("\n"), "Next", { format: (line) => line });
  outro(ok ? "Done." : "The settings are written. The preview failed: see above.");
  return ok ? EXIT.done : EXIT.failed;
}

async function withoutQuestions(run: Run): Promise<number> {
  const { flags, env } = run;
  let { workspace } = run;
  const plan = await planFromFlags(workspace, flags, env);
  refuseUndeclared(changesOf(plan), plan.target.declares);
  for (const warning of warnings(plan, env)) warn(warning);
  const done = hasNothingToDo(run, plan);
  if (!done) workspace = await run.finish(plan);
  const ending = await endOf(plan, workspace, flags, env, { warn, info: remark, wantsPreview: async () => false });
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(report(plan, env, ending), null, 2)}\n`);
  } else {
    const written = plan.target.isNew ? "Created the stack, selected it and wrote the settings." : "Wrote the changes.";
    const outcome = done ? NOTHING_TO_WRITE : written;
    const lines = [`Stack ${plan.target.name}`, ...summary(plan), outcome, "Next:", ...asLines(ending.next)];
    process.stdout.write(`${lines.join("\n")}\n`);
  }
  return ending.ok ? EXIT.done : EXIT.failed;
}

function warn(text: string): void {
  remark(`warning: ${text}`);
}

/** Standard output is for the result. */
function remark(text: string): void {
  process.stderr.write(`${fitted(visible(text), process.stderr)}\n`);
}

function hasNothingToDo({ project, workspace }: Run, plan: Plan): boolean {
  if (project !== undefined || plan.target.isNew || changesOf(plan).length > 0) return false;
  return !lacksAzureNative(plan.after, workspace.workDir);
}
