import { duration, type Output, stylesFor } from "../shared/terminal.ts";
import type { Audience } from "./steps.ts";

/** Tells a story to people, and shows them what the engine says meanwhile. */
export interface Teller extends Audience {
  /** Text of the engine, in pieces as they come. */
  quote(text: string): void;
  /** A line of the teller's own. */
  say(line: string): void;
}

/** A teller for a terminal or a log. */
export function tellerFor(output: Output): Teller {
  const styles = stylesFor(output);
  const quotation = lines((line) => output.write(line === "" ? "" : `   ${styles.dim("│")} ${line}\n`));
  return {
    begins: (number, title) => output.write(`\n${styles.bold(`${String(number).padStart(2)} ${title}`)}\n`),
    holds(claim) {
      quotation.flush();
      output.write(`   ${styles.green("✓")} ${claim}\n`);
    },
    ends({ ok, elapsedMs, error = "" }) {
      quotation.flush();
      const mark = ok
        ? styles.dim(`  ${duration(elapsedMs)}`)
        : `${styles.red("✗")} ${error}\n     ${duration(elapsedMs)}`;
      output.write(`   ${mark}\n`);
    },
    quote: quotation.write,
    say: (line) => output.write(`   ${line}\n`),
  };
}

/** A teller that keeps silent, for those who want the report alone. */
export const silentTeller: Teller = { begins() {}, holds() {}, ends() {}, quote() {}, say() {} };

function lines(emit: (line: string) => void): { write(text: string): void; flush(): void } {
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
