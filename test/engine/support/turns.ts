const DAY = 86_400_000;
const seed = Number(process.env.TEST_SEED ?? Math.floor(Date.now() / DAY));

/**
 * Whether a run plays one of many like cases. All of them would take a quarter of an hour more, so they take turns, by the day
 * or by TEST_SEED; with TEST_ALL every case is played.
 *
 * @param of how many turns there are
 */
export function isTurn(index: number, of: number): boolean {
  return process.env.TEST_ALL !== undefined || (index + seed) % of === 0;
}
