import { InvalidArgumentError } from "commander";

const UNITS: Readonly<Record<string, number>> = { "": 1_000, s: 1_000, m: 60_000, h: 3_600_000 };
const LONGEST = 24 * 3_600_000;

/** Milliseconds of `90`, `90s`, `5m` or `1h`. */
export function milliseconds(text: string): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(text.trim()) ?? [];
  const value = Number(number) * (UNITS[unit] ?? Number.NaN);
  if (!(value >= 1_000 && value <= LONGEST)) {
    throw new InvalidArgumentError("Use a time from 1 second to 24 hours, such as 90, 90s, 5m or 1h.");
  }
  return value;
}
