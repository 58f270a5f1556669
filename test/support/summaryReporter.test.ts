import { expect, test } from "@jest/globals";
import { type Counts, summary } from "./summaryReporter.ts";

const none: Counts = {
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
};

test.each([
  ["nothing", {}, "0 passed, 0 failed"],
  ["passes and failures", { numPassedTests: 12, numFailedTests: 2 }, "12 passed, 2 failed"],
  ["skipped tests", { numPassedTests: 3, numPendingTests: 1, numTodoTests: 1 }, "3 passed, 0 failed, 2 skipped"],
  ["a file that could not run", { numPassedTests: 3, numRuntimeErrorTestSuites: 1 }, "3 passed, 1 failed"],
])("%s", (_, counts, expected) => {
  expect(summary({ ...none, ...counts })).toBe(expected);
});
