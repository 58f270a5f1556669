import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { chooseStack, openWorkspace } from "../pulumi/workspace.ts";
import { askSecret, Cancelled, confirmed } from "../setup/prompts.ts";
import { openTarget } from "../setup/stack.ts";
import { EXIT } from "../shared/commandLine.ts";
import { type Step, stepByStep } from "../shared/stepByStep.ts";
import { inTemporaryFolder } from "../shared/temporaryFolder.ts";
import { fitted, stylesFor, withProgress } from "../shared/terminal.ts";
import { visible } from "../shared/text.ts";
import { previewed, takeOver } from "./act.ts";
import type { AdoptOptions } from "./options.ts";
import { type Plan, planAdoption } from "./plan.ts";
import { document, outcome, overview } from "./report.ts";
import { proveSecret, type Secret, WrongSecret } from "./secret.ts";

const NOTHING_WRITTEN = "Nothing was written.";

/** Takes over what was made by hand, or shows how, and returns the exit code. */
export async function adopt(options: AdoptOptions, attended: boolean, env: NodeJS.ProcessEnv): Promise<number> {
  const interrupted = new AbortController();
  const stop = () => {
    process.stderr.write(`\nCancelled: ${NOTHING_WRITTEN.toLowerCase()}\n`);
    process.exit(EXIT.interrupted);
  };
  process.on("SIGINT", stop);
  const beginWriting = () => {
    process.off("SIGINT", stop);
    // From here on Ctrl-C reaches Pulumi itself, and no further step begins.
    process.on("SIGINT", () => interrupted.abort(new Error("interrupted")));
  };
  try {
    const workspace = await openWorkspace(options.cwd);
    return await inTemporaryFolder((folder) => {
      const work = { workspace, options, attended, env, folder, beginWriting, signal: interrupted.signal };
      return showAndAct(work);
    });
  } catch (error) {
    if (error instanceof Cancelled) return cancelled();
    if (!interrupted.signal.aborted) throw error;
    process.stderr.write(`${fitted(visible(`error: ${(error as Error).message}`), process.stderr)}\n`);
    return EXIT.interrupted;
  }
}

interface Session {
  readonly workspace: LocalWorkspace;
  readonly options: AdoptOptions;
  readonly attended: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** For files that are gone afterwards. */
  readonly folder: string;
  readonly signal: AbortSignal;
  beginWriting(): void;
}

async function showAndAct(session: Session): Promise<number> {
  const { workspace, options, attended, env, folder } = session;
  const stack = await chooseStack(workspace, options.stack);
  const target = await openTarget(workspace, stack);
  const plan = await planAdoption({ workspace, target, options, attended, env, folder });
  const { view } = plan;
  for (const warning of view.warnings)
    process.stderr.write(`${fitted(visible(`warning: ${warning}`), process.stderr)}\n`);
  say(options, overview(view, stylesFor(process.stdout)));
  const complete = view.imports.length === 0 && view.changes.length === 0 && plan.secret.kind !== "given";
  if (complete) return finish(session, plan);
  if (!(await mayWrite(session))) {
    say(options, `\n${NOTHING_WRITTEN}${attended ? "" : howToAct(stack, plan.secret)}`);
    if (options.json) print(document(view, false, undefined));
    return EXIT.done;
  }
  const secret = plan.secret.kind === "needed" ? await askedSecret(plan) : plan.secret;
  session.beginWriting();
  const step = stepByStep();
  const untilInterrupted: Step = (what, work) =>
    step(what, () => {
      session.signal.throwIfAborted();
      return work();
    });
  const { changes, imports } = plan;
  await working("Taking over", () =>
    takeOver(workspace, { target, secret, changes, imports }, folder, untilInterrupted),
  );
  return finish(session, { ...plan, secret, view: { ...view, secret: secret.kind } }, untilInterrupted);
}

/** Ends in a preview, which shows whether anything but the secret is left. */
async function finish(
  { workspace, options }: Session,
  { view, target }: Plan,
  step: Step = stepByStep(),
): Promise<number> {
  const run = await working("Previewing", () => step("preview the result", () => previewed(workspace, target)));
  say(options, `\n${outcome(view, run)}`);
  if (options.json) print(document(view, true, run));
  return EXIT.done;
}

async function mayWrite({ options, attended }: Session): Promise<boolean> {
  if (attended) return confirmed("Take it over?");
  return options.yes === true;
}

function howToAct(stack: string, { kind }: Secret): string {
  const secret = kind === "needed" ? " --secret-stdin < <file>" : kind === "nobody" ? " --no-secret" : "";
  return ` This does it: npx gitpod-azure-devops adopt --stack ${stack} --yes${secret}`;
}

async function askedSecret({ found, settings }: Plan): Promise<Secret> {
  for (;;) {
    const check = (text: string) => (text === "" ? "must not be empty" : undefined);
    const value = (await askSecret("Client secret that the platform has now (not shown)", check)).trim();
    try {
      const warning = await proveSecret(value, found, settings);
      if (warning !== undefined) process.stderr.write(`warning: ${warning}\n`);
      return { kind: "given", value };
    } catch (error) {
      if (!(error instanceof WrongSecret)) throw error;
      process.stderr.write(`${fitted(visible(error.message), process.stderr)}\n`);
    }
  }
}

function working<T>(label: string, work: () => Promise<T>): Promise<T> {
  return withProgress(process.stderr, label, work);
}

/** Text for people; with --json there is none. */
function say({ json }: AdoptOptions, text: string): void {
  if (!json) process.stdout.write(`${fitted(text, process.stdout)}\n`);
}

function print(json: object): void {
  process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
}

function cancelled(): number {
  process.stderr.write(`Cancelled: ${NOTHING_WRITTEN.toLowerCase()}\n`);
  return EXIT.interrupted;
}
