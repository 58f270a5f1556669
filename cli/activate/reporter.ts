import { spinner } from "@clack/prompts";
import { EXIT } from "../shared/commandLine.ts";
import { fitted, type Output, type Progress, type Styles, startProgress, stylesFor } from "../shared/terminal.ts";

export interface Reporter {
  /** A person is at a terminal. */
  readonly interactive: boolean;
  readonly styles: Styles;
  print(text: string): void;
  /** Shows that the command is waiting, until the end of the progress. */
  wait(label: string): Progress;
}

/** @param output a terminal, or a log */
export function reporterFor(output: Output & NodeJS.WritableStream, environment: NodeJS.ProcessEnv): Reporter {
  const interactive = output.isTTY === true && !environment.CI;
  return {
    interactive,
    styles: stylesFor(output, environment),
    print: (text) => output.write(`${fitted(text, output)}\n`),
    wait: (label) => (interactive ? spin(output, label) : startProgress(output, label)),
  };
}

function spin(output: NodeJS.WritableStream, label: string): Progress {
  const interrupted = "Interrupted. The link stays valid: you can open it at any time.";
  const spinning = spinner({
    output: output as NodeJS.WriteStream,
    indicator: "timer",
    withGuide: false,
    cancelMessage: interrupted,
    errorMessage: interrupted,
  });
  // The spinner handles Ctrl-C on a terminal itself, and would exit with code 0.
  const onExit = () => {
    process.exitCode = EXIT.interrupted;
  };
  process.once("exit", onExit);
  spinning.start(label);
  return {
    detail: (text) => spinning.message(text === "" ? label : `${label} · ${text}`),
    end() {
      process.off("exit", onExit);
      spinning.clear();
    },
  };
}
