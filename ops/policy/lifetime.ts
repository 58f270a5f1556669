const DAY = 86_400_000;
const UNITS_MS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ns: 1e-6,
};

/** The lifetime of a client secret without an end date. Entra gives it two years. */
export const NO_END = Number.POSITIVE_INFINITY;

/**
 * How many days a client secret is valid, counted from now if it starts in the future, because it can be stolen before it
 * starts.
 *
 * @returns undefined if a preview cannot know, {@link NO_END}, or NaN for an invalid end date
 */
export function secretDays(
  { startDate, endDate, endDateRelative }: Readonly<Record<string, unknown>>,
  now: Date,
): number | undefined {
  const start = typeof startDate === "string" ? Date.parse(startDate) : now.getTime();
  const end = endOf(endDate, endDateRelative, start);
  return end === undefined ? undefined : (end - Math.min(start, now.getTime())) / DAY;
}

function endOf(endDate: unknown, endDateRelative: unknown, start: number): number | undefined {
  if (typeof endDate === "string") return Date.parse(endDate);
  if (typeof endDateRelative === "string") return start + milliseconds(endDateRelative);
  return endDate === undefined && endDateRelative === undefined ? NO_END : undefined;
}

/** Parses a Go duration, such as 4320h or 720h30m. */
function milliseconds(duration: string): number {
  if (!/^\+?((\d+\.?\d*|\.\d+)(h|ms|m|s|us|µs|μs|ns))+$/.test(duration)) return Number.NaN;
  const parts = [...duration.matchAll(/([\d.]+)(h|ms|m|s|us|µs|μs|ns)/g)];
  return parts.reduce((sum, [, amount, unit = ""]) => sum + Number(amount) * (UNITS_MS[unit] ?? Number.NaN), 0);
}
