import { stripVTControlCharacters } from "node:util";
import type { Problem } from "./engineRun.ts";
import type { Mask } from "./mask.ts";
import { parseUrn } from "./urn.ts";

/** The engine's last line after errors; it adds nothing to them. */
const CLOSING_LINE = /^(update|preview) failed$/;

/** A message of the engine, before masking. */
export interface RawProblem {
  readonly severity: string;
  readonly about?: string | undefined;
  readonly text: string;
}

/** The errors and warnings: each once, errors first, without colours and without the engine's "error: ". */
export function toProblems(raw: readonly RawProblem[], mask: Mask): Problem[] {
  const problems = new Map<string, Problem>();
  for (const { severity, about, text } of raw) {
    if (severity !== "error" && severity !== "warning") continue;
    const plain = mask.text(withoutPrefix(withoutColours(text)).trim());
    if (plain === "" || CLOSING_LINE.test(plain)) continue;
    const problem: Problem = { severity, ...(about === undefined ? {} : { about: mask.text(about) }), text: plain };
    problems.set(JSON.stringify(problem), problem);
  }
  return [...problems.values()].sort((left, right) => left.severity.localeCompare(right.severity));
}

/** The name in a URN; undefined when there is none. */
export function nameOf(urn: string | undefined): string | undefined {
  return urn === undefined || urn === "" ? undefined : parseUrn(urn).name || undefined;
}

/** The engine's own colour marks look like `<{%fg 1%}>`. */
function withoutColours(text: string): string {
  return stripVTControlCharacters(text).replace(/<\{%[^%]*%\}>/g, "");
}

function withoutPrefix(text: string): string {
  return text.replace(/^\s*(?:error|warning): /, "");
}
