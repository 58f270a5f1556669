/** The counts of a run that its last line tells, as Jest names them. */
export interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** `N passed, N failed`, with `, N skipped` where some were. A file that could not run counts as one failure. */
export function summary(counts: Counts): string {
  const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites;
  const skipped = counts.numPendingTests + counts.numTodoTests;
  const line = `${counts.numPassedTests} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

/** Ends a run with one line for people and scripts, and fails a run in which no test ran. */
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
