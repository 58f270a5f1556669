/** In milliseconds. */
export const DAY = 24 * 60 * 60 * 1000;

/** "1 day", "12 days" */
export function days(count: number): string {
  return `${count} day${count === 1 ? "" : "s"}`;
}

/** The day of a date in RFC 3339. */
export function dayOf(date: string): string {
  return date.slice(0, 10);
}

/** Days until a time, rounded up. */
export function daysUntil(time: number, now: number): number {
  // Turns -0 into 0.
  return Math.ceil((time - now) / DAY) || 0;
}
