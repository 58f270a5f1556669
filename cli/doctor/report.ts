import { fitted, type Output, type Styles, stylesFor } from "../shared/terminal.ts";
import type { Outcome, Result } from "./model.ts";

const WORDS: Readonly<Record<Outcome, string>> = { good: "good", bad: "bad", unknown: "not known" };
const INDENT = " ".repeat(13);

/** The report for people, ending with a line feed. */
export function list(results: readonly Result[], output: Output): string {
  const styles = stylesFor(output);
  const shown = withoutRepeats(results);
  const groups = Map.groupBy(shown, ({ group }) => group);
  const blocks = [...groups].map(([group, found]) =>
    [styles.bold(group), ...found.map((result) => line(result, styles, output))].join("\n"),
  );
  return `${[...blocks, fitted(summary(shown), output)].join("\n\n")}\n`;
}

/** The document of `--json`. */
export function json(results: readonly Result[]) {
  return { ok: results.every(({ outcome }) => outcome !== "bad"), checks: results };
}

/** Many checks may miss one fact. It is said once, and by the check that knows how to fix it if there is one. */
export function withoutRepeats(results: readonly Result[]): Result[] {
  const said = new Set(results.filter(({ outcome }) => outcome === "bad").map(({ message }) => message));
  return results.filter(({ outcome, message }) => {
    if (outcome !== "unknown") return true;
    const isNew = !said.has(message);
    said.add(message);
    return isNew;
  });
}

function line({ outcome, message, fix }: Result, styles: Styles, output: Output): string {
  const word = WORDS[outcome].padEnd(INDENT.length - 2);
  const colour = { good: styles.green, bad: styles.red, unknown: styles.dim }[outcome];
  const text = [...indented(message, output), ...(fix === undefined ? [] : indented(`fix: ${fix}`, output))];
  return `  ${colour(word)}${text.join("\n").trimStart()}`;
}

function indented(text: string, output: Output): string[] {
  return text.split("\n").map((each) => fitted(`${INDENT}${each.trim()}`, output));
}

/** Counts what is not good. */
export function summary(results: readonly Result[]): string {
  const count = (outcome: Outcome) => results.filter((result) => result.outcome === outcome).length;
  const [wrong, open] = [count("bad"), count("unknown")];
  const notKnown = open === 0 ? "" : ` ${things(open)} not known.`;
  return wrong === 0 ? `Nothing is bad.${notKnown}` : `${things(wrong)} bad.${notKnown}`;
}

function things(count: number): string {
  return count === 1 ? "One thing is" : `${count} things are`;
}
