import { fileURLToPath } from "node:url";

const SHIFT = fileURLToPath(new URL("shiftDate.cjs", import.meta.url));

/** Lets the time of this process run ahead: that of the clouds, and of a program that runs here. Returns the way back. */
export function shiftDate(ahead: () => number): () => void {
  const { now } = Date;
  Date.now = () => now() + ahead();
  return () => {
    Date.now = now;
  };
}

/** The environment in which programs and plugins start with their time so far ahead. */
export function shiftedEnvironment(ahead: number): Record<string, string> {
  return { NODE_OPTIONS: `--require ${SHIFT}`, TEST_CLOCK_SHIFT: String(ahead) };
}
