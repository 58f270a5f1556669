import { duration, type Output, stylesFor } from "../shared/terminal.ts";
import type { StepListener } from "./steps.ts";

/** Shows the steps to people, with the engine's output in between. */
export interface Reporter extends StepListener {
  /** Output of the engine, in pieces as they arrive. */
  quote(text: string): void;
  print(line: string): void;
}

/** A reporter for a terminal or a log. */
export function reporterFor(output: Output): Reporter {
  const styles = stylesFor(output);
  const quotation = lineBuffer((line) => output.write(line === "" ? "" : `   ${styles.dim("│")} ${line}\n`));
  return {
    started: (number, title) => output.write(`\n${styles.bold(`${String(number).padStart(2)} ${title}`)}\n`),
    checked(claim) {
      quotation.flush();
      output.write(`   ${styles.green("✓")} ${claim}\n`);
    },
    ended({ ok, elapsedMs, error = "" }) {
      quotation.flush();
      const mark = ok
        ? styles.dim(`  ${duration(elapsedMs)}`)
        : `${styles.red("✗")} ${error}\n     ${duration(elapsedMs)}`;
      output.write(`   ${mark}\n`);
    },
    quote: quotation.write,
    print: (line) => output.write(`   ${line}\n`),
  };
}

/** For --json. */
export const silentReporter: Reporter = { started() {}, checked() {}, ended() {}, quote() {}, print() {} };

function lineBuffer(emit: (line: string) => void): { write(text: string): void; flush(): void } {
  let rest = "";
  return {
    write(text) {
      const parts = (rest + text).split(/\r?\n/);
      rest = parts.pop() ?? "";
      parts.forEach(emit);
    },
    flush() {
      if (rest !== "") emit(rest);
      rest = "";
    },
  };
}
