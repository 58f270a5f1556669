import type { PlatformName } from "../../platforms/index.ts";
import { duration, type Styles } from "../shared/terminal.ts";
import type { Activation } from "./platform.ts";
import { type Problem, problemsOf } from "./problems.ts";

export function timedOut(platform: PlatformName, { goal }: Activation, waited: number, styles: Styles): string {
  const problems = problemsOf(platform);
  const width = Math.max(...problems.map(({ code }) => code.length));
  const lines = problems.map(({ code, meaning, fix }) => {
    const indent = " ".repeat(width + 4);
    return `  ${styles.bold(code.padEnd(width))}  ${meaning}\n${indent}${styles.dim(fix)}`;
  });
  return [
    `${styles.red("✗")} Not ${goal} after ${duration(waited)}. The link stays valid: run this again after opening it.`,
    "",
    "Messages that the browser may have shown:",
    ...lines,
  ].join("\n");
}

export function explanation(problems: readonly Problem[], styles: Styles): string {
  return problems.map(({ code, meaning, fix }) => `${styles.bold(code)}: ${meaning}\n${fix}`).join("\n\n");
}
