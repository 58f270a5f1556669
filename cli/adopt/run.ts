import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { errorMessage } from "../../provider-kit/errors.ts";
import { chooseStack, openWorkspace } from "../pulumi/workspace.ts";
import { askSecret, Cancelled, confirmed } from "../setup/prompts.ts";
import { openTarget } from "../setup/stack.ts";
import { EXIT } from "../shared/commandLine.ts";
import { type Step, stepByStep } from "../shared/stepByStep.ts";
import { inTemporaryFolder } from "../shared/temporaryFolder.ts";
import { shown, stylesFor, withProgress } from "../shared/terminal.ts";
import { visible } from "../shared/text.ts";
import { previewed, takeOver } from "./act.ts";
import { commandToAct } from "./commandToAct.ts";
import type { AdoptOptions } from "./options.ts";
import { type Plan, planAdoption } from "./plan.ts";
import { document, outcome, overview } from "./report.ts";
import { proveSecret, type Secret, WrongSecret } from "./secret.ts";

const NOTHING_WRITTEN = "Nothing was written.";
const CANCELLED = "Cancelled: nothing was written.";

/** Takes over what was made by hand, or shows how, and returns the exit code. */
export async function adopt(options: AdoptOptions, attended: boolean, env: NodeJS.ProcessEnv): Promise<number> {
  const interrupted = new AbortController();
  let [written, stopped] = [false, false];
  const failed = (error: string) => (options.json ? asText({ ok: false, error, done: written }) : "");
  const stop = () => {
    stopped = true;
    process.stderr.write(`\n${CANCELLED}\n`);
    process.stdout.write(failed(CANCELLED), () => process.exit(EXIT.interrupted));
  };
  process.once("SIGINT", stop);
  const beginWriting = () => {
    process.off("SIGINT", stop);
    // From here on Ctrl-C reaches Pulumi itself, and no further step begins.
    process.on("SIGINT", () => interrupted.abort(new Error("interrupted")));
  };
  const step = untilInterrupted(interrupted.signal, () => {
    written = true;
  });
  try {
    const workspace = await openWorkspace(options.cwd);
    return await inTemporaryFolder((folder) =>
      showAndAct({ workspace, options, attended, env, folder, beginWriting, step }),
    );
  } catch (error) {
    if (stopped) return EXIT.interrupted;
    if (error instanceof Cancelled) return cancelled();
    process.stdout.write(failed(errorMessage(error)));
    if (!interrupted.signal.aborted) throw error;
    remark(`error: ${errorMessage(error)}`);
    return EXIT.interrupted;
  }
}

/** Steps of which none begins after the interruption. */
function untilInterrupted(signal: AbortSignal, done: () => void): Step {
  const step = stepByStep();
  return async (what, work) => {
    const result = await step(what, () => {
      signal.throwIfAborted();
      return work();
    });
    done();
    return result;
  };
}

interface Session {
  readonly workspace: LocalWorkspace;
  readonly options: AdoptOptions;
  readonly attended: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** For files that are gone afterwards. */
  readonly folder: string;
  readonly step: Step;
  beginWriting(): void;
}

async function showAndAct(session: Session): Promise<number> {
  const { workspace, options, attended, env, folder } = session;
  const stack = await chooseStack(workspace, options.stack);
  const target = await openTarget(workspace, stack);
  const plan = await planAdoption({ workspace, target, options, attended, env, folder });
  const { view } = plan;
  for (const warning of view.warnings) remark(`warning: ${warning}`);
  say(options, overview(view, stylesFor(process.stdout)));
  const complete = view.imports.length === 0 && view.changes.length === 0 && plan.secret.kind !== "given";
  if (complete) return finish(session, plan);
  if (!(await mayWrite(session))) {
    say(options, `\n${NOTHING_WRITTEN}${attended ? "" : ` This does it: ${commandToAct(options, plan)}`}`);
    if (options.json) process.stdout.write(asText(document(view, false, undefined)));
    return EXIT.done;
  }
  const secret = plan.secret.kind === "needed" ? await askedSecret(plan) : plan.secret;
  session.beginWriting();
  const work = { target, secret, changes: view.changes, imports: plan.imports };
  await working("Taking over", () => takeOver(workspace, work, folder, session.step));
  return finish(session, { ...plan, secret, view: { ...view, secret: secret.kind } });
}

/** Ends in a preview, which shows whether anything but the secret is left. */
async function finish({ workspace, options, step }: Session, { view, target }: Plan): Promise<number> {
  const run = await working("Previewing", () => step("preview the result", () => previewed(workspace, target)));
  say(options, `\n${outcome(view, run)}`);
  if (options.json) process.stdout.write(asText(document(view, true, run)));
  return EXIT.done;
}

async function mayWrite({ options, attended }: Session): Promise<boolean> {
  if (attended) return confirmed("Take it over?");
  return options.yes === true;
}

async function askedSecret({ view, settings }: Plan): Promise<Secret> {
  for (;;) {
    const check = (text: string) => (text === "" ? "must not be empty" : undefined);
    const value = (await askSecret("Client secret that the platform has now (not shown)", check)).trim();
    try {
      const warning = await proveSecret(value, view.found, settings);
      if (warning !== undefined) remark(`warning: ${warning}`);
      return { kind: "given", value };
    } catch (error) {
      if (!(error instanceof WrongSecret)) throw error;
      remark(error.message);
    }
  }
}

function working<T>(label: string, work: () => Promise<T>): Promise<T> {
  return withProgress(process.stderr, label, work);
}

/** Text for people; with --json there is none. */
function say({ json }: AdoptOptions, text: string): void {
  if (!json) process.stdout.write(`${shown(text, process.stdout)}\n`);
}

function remark(text: string): void {
  process.stderr.write(`${shown(visible(text), process.stderr)}\n`);
}

function asText(json: object): string {
  return `${JSON.stringify(json, null, 2)}\n`;
}

function cancelled(): number {
  process.stderr.write(`${CANCELLED}\n`);
  return EXIT.interrupted;
}
