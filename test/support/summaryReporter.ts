/** The counts in the summary, by Jest's names. */
export interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** `N passed, N failed`, with `, N skipped` if there are any. A file that could not run counts as one failure. */
export function summary(counts: Counts): string {
  const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites;
  const skipped = counts.numPendingTests + counts.numTodoTests;
  const line = `${counts.numPassedTests} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

/** Prints a one-line summary at the end, and fails a run without tests. */
export default class SummaryReporter {
  #ranNone = false;

  onRunComplete(_contexts: unknown, results: Counts): void {
    this.#ranNone = results.numPassedTests + results.numFailedTests === 0;
    // Jest's own summary comes after every reporter's.
    process.once("exit", () => process.stdout.write(`${summary(results)}\n`));
  }

  getLastError(): Error | undefined {
    return this.#ranNone ? new Error("No test ran.") : undefined;
  }
}
