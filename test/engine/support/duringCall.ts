import { setTimeout as delay } from "node:timers/promises";
import type { Command, Person, Started } from "./person.ts";

/** Long enough to act before the cloud answers, in milliseconds. */
const HELD = 700;

/**
 * Runs `pulumi up` and acts while a cloud has its request and has not answered. Returns once the command has ended and
 * the cloud has done the work all the same.
 */
export async function duringCall(
  person: Person,
  operation: string,
  act: (started: Started) => unknown,
): Promise<Command> {
  const { faults, journal } = person.sandbox;
  const done = () => journal.entries(operation).filter(({ fault }) => fault === "delay").length;
  const before = done();
  const order = faults.inject({ operation, kind: { type: "delay", milliseconds: HELD } });
  const started = person.begin("up", "--yes", "--skip-preview");
  const ended = started.finished.then(() => "ended");
  while (order.remaining > 0) {
    if ((await Promise.race([ended, delay(20)])) === "ended") {
      throw new Error(`it ended before ${operation}: ${started.output()}`);
    }
  }
  await act(started);
  const command = await started.finished;
  while (done() === before) await delay(20);
  return command;
}
