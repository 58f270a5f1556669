import { expect } from "@jest/globals";
import type { Break, Patient } from "./patient.ts";

/** What is bad: the check, its message, and what fixes it. */
export type Wrong = readonly [name: string, message: RegExp, fix?: string | RegExp];

/** A table of what is broken, and what doctor then calls bad. */
export type Row = readonly [title: string, broken: () => Break | Promise<Break>, wrong: readonly Wrong[]];

/** Doctor finds this to be bad, in this order, and nothing else. No message holds the word "canary". */
export async function expectWrong(patient: Patient, broken: Break, expected: readonly Wrong[]): Promise<void> {
  const wrong = await patient.wrong(broken);
  expect(wrong).toEqual(
    expected.map(([name, message, fix]) => [
      name,
      expect.stringMatching(message),
      fix instanceof RegExp ? expect.stringMatching(fix) : fix,
    ]),
  );
  expect(JSON.stringify(wrong)).not.toContain("canary");
}
