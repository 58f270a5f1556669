import type { z } from "zod";

/** What is wrong with a value. */
export interface Problem {
  /** Follows the name of the value: "must be a host name without a scheme". Never repeats the value. */
  readonly reason: string;
  /** Value to write instead. It may repeat part of the wrong one. */
  readonly suggestion?: string | undefined;
  /** Where the suggestion comes from. Default `correction`: the given value in the right form. */
  readonly basis?: "correction" | "guess" | "example";
}

/** The one place that puts a problem into words. */
export function problemMessage({ reason, suggestion, basis = "correction" }: Problem): string {
  if (suggestion === undefined) return reason;
  if (basis === "guess") return `${reason}; did you mean ${suggestion}?`;
  return `${reason}; write ${basis === "example" ? "it like " : ""}${suggestion}`;
}

/** A zod check that refuses a text for the problem that `find` sees in it. */
export function refuse(find: (value: string) => Problem | undefined) {
  return ({ value, issues }: z.core.ParsePayload<string>): void => {
    const problem = find(value);
    if (problem !== undefined) issues.push({ ...problemIssue(problem), input: value });
  };
}

/** A problem as a zod issue; {@link problemOf} gets it back. */
export function problemIssue(problem: Problem) {
  return { code: "custom" as const, message: problemMessage(problem), params: { problem } };
}

/** The problem that a zod issue stands for. */
export function problemOf(issue: z.core.$ZodIssue): Problem {
  const problem: Problem | undefined = issue.code === "custom" ? issue.params?.problem : undefined;
  return problem ?? { reason: issue.message };
}
