import { z } from "zod";
import { parseJson } from "../shared/text.ts";
import type { EngineRun } from "./engineRun.ts";
import { readEvents } from "./eventLog.ts";
import type { Mask } from "./mask.ts";
import { readDigest } from "./previewDigest.ts";

/** The text is in neither of the engine's formats. The message says what is wrong and what to give instead. */
export class UnreadableError extends Error {
  override readonly name = "UnreadableError";
}

const WHAT_TO_GIVE =
  "Give the output of `pulumi preview --json`, or the file of `pulumi preview --event-log <file>` (with PULUMI_DEBUG_COMMANDS=true).";

/**
 * Reads what the engine wrote about one run: the digest of `pulumi preview --json`, or the event log. The log also has
 * policy violations, what a refresh found, and whether the run succeeded.
 *
 * @throws UnreadableError
 */
export function readRun(text: string, mask: Mask): EngineRun {
  if (text.trim() === "") throw new UnreadableError(`there is nothing to read. ${WHAT_TO_GIVE}`);
  const whole = parseJson(text);
  try {
    // A log of one event is valid JSON as well.
    return whole === undefined || (isRecord(whole) && "sequence" in whole)
      ? readEvents(parseLines(text), mask)
      : readDigest(whole, mask);
  } catch (error) {
    if (error instanceof z.ZodError) throw new UnreadableError(`${problemOf(error)}. ${WHAT_TO_GIVE}`);
    throw error;
  }
}

/** The objects of a log, one on each line. The last line may be incomplete, when the engine was killed. */
function parseLines(text: string): unknown[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const parsed = lines.map(parseJson);
  const bad = parsed.findIndex((line, index) => !isRecord(line) && (index === 0 || index < parsed.length - 1));
  if (bad !== -1) throw new UnreadableError(`line ${bad + 1} of ${lines.length} is not a JSON object. ${WHAT_TO_GIVE}`);
  return parsed.filter(isRecord);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? "it has an unknown format" : `${issue.path.join(".") || "it"}: ${issue.message}`;
}
