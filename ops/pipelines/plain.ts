import { createInterface } from "node:readline";
import { plainLine } from "./plainText.ts";

/** Filter for a pipe: prints its input so that the CI system takes no line of it as a command. */
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  process.stdout.write(`${plainLine(line)}\n`);
}
