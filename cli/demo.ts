import { parseArgs } from "node:util";
import { type AzureadKind, azureadKind } from "../sandbox/stand-ins/azureadPlugin.ts";
import { silentTeller, tellerFor } from "./demo/reporter.ts";
import { playScenario } from "./demo/scenario.ts";
import { Story } from "./demo/steps.ts";
import { errorMessage } from "./shared/errors.ts";
import { duration, type Output, stylesFor } from "./shared/terminal.ts";

const HELP = `Usage: npm run demo [-- --json] [--azuread real|stand-in]

Plays the whole life of an integration on this machine, with no account and no cloud: preview, up, activation through the
real code flow, refresh, an up that changes nothing, a new client secret, the preview of a changed setting, destroy. The
status is shown before and after. Each step is checked.

  --json            prints one JSON document instead, {ok, elapsedMs, steps}
  --azuread <which>  real: Pulumi's azuread plugin, downloaded if need be; stand-in: the sandbox's. Left out: the real one
                    where this machine has it (Linux), else the stand-in
  --help            prints this

Exit code: 0 when each step was checked and holds, 1 when one does not, 2 for a wrong argument.
The Pulumi CLI is taken from PATH; where there is none it is installed or built once, and kept in your cache folder.`;

interface Arguments {
  readonly json: boolean;
  readonly help: boolean;
  readonly azuread: AzureadKind | undefined;
}

function readArguments(): Arguments | string {
  try {
    const { values } = parseArgs({
      options: { json: { type: "boolean" }, help: { type: "boolean", short: "h" }, azuread: { type: "string" } },
    });
    const azuread = azureadKind("--azuread", values.azuread);
    return { json: values.json ?? false, help: values.help ?? false, azuread };
  } catch (error) {
    return errorMessage(error);
  }
}

/** Aborts when a person or a job ends the demo: the engine stops, and what this machine was given is cleaned up. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130);
      process.stderr.write("\nInterrupted: cleaning up. Once more ends this at once.\n");
      controller.abort(new Error("interrupted"));
    });
  }
  return controller.signal;
}

async function play({ json, azuread }: Arguments): Promise<boolean> {
  const output: Output = process.stdout;
  const teller = json ? silentTeller : tellerFor(output);
  const story = new Story(teller);
  const started = performance.now();
  const colours = !json && stylesFor(output).green("") !== "";
  let ok = true;
  try {
    await playScenario({ story, teller, progress: process.stderr, colours, signal: interruption(), azuread });
  } catch (error) {
    ok = false;
    if (story.reports.every((report) => report.ok)) process.stderr.write(`${errorMessage(error)}\n`);
  }
  const elapsedMs = Math.round(performance.now() - started);
  if (json) {
    output.write(`${JSON.stringify({ ok, elapsedMs, steps: story.reports }, null, 2)}\n`);
  } else {
    output.write(`\n${ending(ok, story.reports.length, elapsedMs, output)}\n`);
  }
  return ok;
}

function ending(ok: boolean, steps: number, elapsedMs: number, output: Output): string {
  const styles = stylesFor(output);
  return ok
    ? `${styles.green("✓")} ${steps} steps, each checked, in ${duration(elapsedMs)}`
    : `${styles.red("✗")} The demo ended at step ${steps}, after ${duration(elapsedMs)}`;
}

const given = readArguments();
if (typeof given === "string") {
  process.stderr.write(`${given}\n\n${HELP}\n`);
  process.exitCode = 2;
} else if (given.help) {
  process.stdout.write(`${HELP}\n`);
} else {
  process.exitCode = (await play(given)) ? 0 : 1;
}
