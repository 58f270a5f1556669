import { z } from "zod";
import type { EngineRun } from "./engineRun.ts";
import { readEvents } from "./eventLog.ts";
import type { Mask } from "./mask.ts";
import { readDigest } from "./previewDigest.ts";

/** The text is neither of the engine's forms; the message says what it is instead and what to give. */
export class UnreadableError extends Error {
  override readonly name = "UnreadableError";
}

const FORMS =
  "Give what `pulumi preview --json` prints, or the file of `pulumi preview --event-log <file>` (with PULUMI_DEBUG_COMMANDS=true).";

/**
 * BatchedReader what the engine wrote about one run, in either form: the digest of `pulumi preview --json`, or the event log, which
 * says more: policy violations, what a refresh found, whether the run ended well.
 *
 * @throws UnreadableError
 */
export function readRun(text: string, mask: Mask): EngineRun {
  if (text.trim() === "") throw new UnreadableError(`there is nothing to read. ${FORMS}`);
  const whole = parse(text);
  try {
    // A log of one event is valid JSON too.
    return whole === undefined || (isRecord(whole) && "sequence" in whole)
      ? readEvents(parseLines(text), mask)
      : readDigest(whole, mask);
  } catch (error) {
    if (error instanceof z.ZodError) throw new UnreadableError(`${problemOf(error)}. ${FORMS}`);
    throw error;
  }
}

/** The objects of a log, one on each line. The last may be cut off: an engine that was killed leaves that behind. */
function parseLines(text: string): unknown[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const parsed = lines.map(parse);
  const bad = parsed.findIndex((line, index) => !isRecord(line) && (index === 0 || index < parsed.length - 1));
  if (bad !== -1) throw new UnreadableError(`line ${bad + 1} of the ${lines.length} is no JSON object. ${FORMS}`);
  return parsed.filter(isRecord);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? "it has another form" : `${issue.path.join(".") || "it"}: ${issue.message}`;
}
