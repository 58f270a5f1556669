import { createInterface } from "node:readline";
import { plainLine } from "./plainText.ts";

/** `… | node ops/pipelines/plain.ts` prints what it reads, and no line of it is a command to the CI system. */
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  process.stdout.write(`${plainLine(line)}\n`);
}
