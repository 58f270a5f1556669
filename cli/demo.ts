import { parseArgs } from "node:util";
import { CLASSIC } from "../platforms/classic.ts";
import { PLATFORMS, type PlatformName } from "../platforms/index.ts";
import { errorMessage } from "../provider-kit/errors.ts";
import { type AzureadKind, azureadKind } from "../sandbox/stand-ins/azureadPlugin.ts";
import { reporterFor, silentReporter } from "./demo/reporter.ts";
import { runScenario } from "./demo/scenario.ts";
import { Steps } from "./demo/steps.ts";
import { duration, type Output, stylesFor } from "./shared/terminal.ts";

const HELP = `Usage: npm run demo [-- --platform classic|ona] [--json] [--azuread real|stand-in]

Runs through the whole life of an integration on this machine, without an account or a cloud: preview, up, activation
through the real code flow, refresh, an up that changes nothing, a new client secret, the preview of a changed setting,
destroy. It shows the status before and after, and checks each step.

  --platform <name>  classic: Gitpod Classic, the default; ona: its successor Ona, where a person connects in place of the
                     activation, and stays connected when the secret is renewed
  --json             print one JSON document instead: {ok, elapsedMs, steps}
  --azuread <which>  real: Pulumi's azuread plugin, downloaded if needed; stand-in: the sandbox's. Default: the real one
                     if this machine has it (Linux), else the stand-in
  --help             print this

Exit code: 0 when every step passes its checks, 1 when one fails, 2 for a wrong argument.
Uses the Pulumi CLI on PATH. If there is none, it is installed or built once, and kept in your cache folder.`;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        azuread: { type: "string" },
        platform: { type: "string" },
      },
    });
    return {
      ...values,
      azuread: azureadKind("--azuread", values.azuread),
      platform: platformNamed(values.platform ?? CLASSIC.name),
    };
  } catch (error) {
    return errorMessage(error);
  }
}

function platformNamed(text: string): PlatformName {
  const found = PLATFORMS.find(({ name }) => name === text);
  if (found === undefined) throw new Error(`--platform must be ${PLATFORMS.map(({ name }) => name).join(" or ")}`);
  return found.name;
}

/** Aborts on Ctrl-C and SIGTERM, so that the engine stops and the demo cleans up. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130);
      process.stderr.write("\nInterrupted: cleaning up. Press Ctrl-C again to stop at once.\n");
      controller.abort(new Error("interrupted"));
    });
  }
  return controller.signal;
}

async function runDemo(json: boolean, platform: PlatformName, azuread: AzureadKind | undefined): Promise<boolean> {
  const output: Output = process.stdout;
  const reporter = json ? silentReporter : reporterFor(output);
  const steps = new Steps(reporter);
  const started = performance.now();
  const colours = !json && stylesFor(output).green("") !== "";
  let ok = true;
  try {
    const progress = process.stderr;
    await runScenario({ steps, reporter, progress, colours, signal: interruption(), platform, azuread });
  } catch (error) {
    ok = false;
    if (steps.results.every((result) => result.ok)) process.stderr.write(`${errorMessage(error)}\n`);
  }
  const elapsedMs = Math.round(performance.now() - started);
  if (json) {
    output.write(`${JSON.stringify({ ok, elapsedMs, steps: steps.results }, null, 2)}\n`);
  } else {
    output.write(`\n${ending(ok, steps.results.length, elapsedMs, output)}\n`);
  }
  return ok;
}

function ending(ok: boolean, steps: number, elapsedMs: number, output: Output): string {
  const styles = stylesFor(output);
  return ok
    ? `${styles.green("✓")} ${steps} steps passed their checks in ${duration(elapsedMs)}`
    : `${styles.red("✗")} The demo failed at step ${steps}, after ${duration(elapsedMs)}`;
}

const given = readArguments();
if (typeof given === "string") {
  process.stderr.write(`${given}\n\n${HELP}\n`);
  process.exitCode = 2;
} else if (given.help) {
  process.stdout.write(`${HELP}\n`);
} else {
  process.exitCode = (await runDemo(given.json ?? false, given.platform, given.azuread)) ? 0 : 1;
}
