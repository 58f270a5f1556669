import { spinner } from "@clack/prompts";
import { fitted, type Output, type Progress, startProgress, stylesFor } from "../shared/terminal.ts";
import { EXIT } from "./options.ts";

/** Tells a person what happens. */
export interface Teller {
  /** Whether somebody sits at a terminal. */
  readonly interactive: boolean;
  readonly styles: ReturnType<typeof stylesFor>;
  say(text: string): void;
  /** Shows that something is waited for, until its end. */
  wait(label: string): Progress;
}

/** @param output a terminal, or a log */
export function tellerFor(output: Output & NodeJS.WritableStream, environment: NodeJS.ProcessEnv): Teller {
  const interactive = output.isTTY === true && !environment.CI;
  return {
    interactive,
    styles: stylesFor(output, environment),
    say: (text) => output.write(`${fitted(text, output)}\n`),
    wait: (label) => (interactive ? spin(output, label) : startProgress(output, label)),
  };
}

function spin(output: NodeJS.WritableStream, label: string): Progress {
  const interrupted = "Interrupted. The link stays good: open it at any time.";
  const wheel = spinner({
    output: output as NodeJS.WriteStream,
    indicator: "timer",
    withGuide: false,
    cancelMessage: interrupted,
    errorMessage: interrupted,
  });
  // The spinner takes Ctrl-C as a key on a terminal and then ends the process with code 0.
  const onExit = () => {
    process.exitCode = EXIT.interrupted;
  };
  process.once("exit", onExit);
  wheel.start(label);
  return {
    detail: (text) => wheel.message(text === "" ? label : `${label} · ${text}`),
    end() {
      process.off("exit", onExit);
      wheel.clear();
    },
  };
}
