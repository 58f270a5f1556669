import { stripVTControlCharacters } from "node:util";
import type { OpMap, Stack } from "@pulumi/pulumi/automation/index.js";
import { errorMessage } from "../../provider-kit/errors.ts";

/** Operations on the stack, with the parts of their results that the demo uses. */
export type Engine = ReturnType<typeof engineFor>;

interface EngineOptions {
  readonly stack: Stack;
  readonly colours: boolean;
  readonly signal: AbortSignal;
  quote(text: string): void;
}

/** Runs a stack's operations and keeps the engine's output. */
export function engineFor({ stack, colours, signal, quote }: EngineOptions) {
  let transcript = "";
  const onOutput = (text: string) => {
    transcript += text;
    quote(text);
  };
  const options = { color: colours ? "always" : "never", onOutput, onError: onOutput, signal } as const;
  const attempt = async <T>(name: string, operation: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    const before = transcript.length;
    try {
      return await operation();
    } catch (error) {
      throw new Error(`pulumi ${name} failed: ${errorLines(transcript.slice(before)) || errorMessage(error)}`);
    }
  };
  const run = (name: "up" | "refresh" | "destroy", more: { refresh?: boolean } = {}) =>
    attempt(name, async () => (await stack[name]({ ...options, ...more })).summary.resourceChanges ?? {});
  return {
    /** Everything that the engine has printed so far, to search it for secrets. */
    transcript: () => transcript,
    preview: () => attempt("preview", async () => (await stack.preview({ ...options, diff: true })).changeSummary),
    up: () => run("up"),
    upWithRefresh: () => run("up", { refresh: true }),
    refresh: () => run("refresh"),
    destroy: () => run("destroy"),
    set: (name: string, value: string) => stack.setConfig(name, { value }),
    outputs: () => stack.outputs(),
    state: () => stack.exportStack(),
  };
}

/** The engine's error lines, once each. The rest of its output was shown already. */
function errorLines(transcript: string): string {
  const lines = stripVTControlCharacters(transcript).split("\n");
  return [...new Set(lines.filter((line) => /^\s*error: /.test(line)).map((line) => line.trim()))].join("\n");
}

/** The changes include another kind of operation than this one. */
export function changesBeside(kind: keyof OpMap, summary: OpMap): boolean {
  return Object.entries(summary).some(([operation, count]) => operation !== kind && count > 0);
}
