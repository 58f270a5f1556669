import { fileURLToPath } from "node:url";

const SHIFT = fileURLToPath(new URL("shiftDate.cjs", import.meta.url));

/** Shifts the time of this process, which includes the sandbox's clouds. Returns a function that undoes it. */
export function shiftDate(ahead: () => number): () => void {
  const { now } = Date;
  Date.now = () => now() + ahead();
  return () => {
    Date.now = now;
  };
}

/** The environment variables that shift the time of programs and plugins. */
export function shiftedEnvironment(ahead: number): Record<string, string> {
  return { NODE_OPTIONS: `--require ${SHIFT}`, TEST_CLOCK_SHIFT: String(ahead) };
}
