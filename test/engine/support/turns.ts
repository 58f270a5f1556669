const DAY = 86_400_000;
/** Divides by every number of turns. */
const ROUND = 12;

/** Decides what this run plays: the day, or TEST_SEED. */
export const SEED = Number(process.env.TEST_SEED ?? Math.floor(Date.now() / DAY));

/**
 * Whether a run plays one of many like cases. All of them would take half an hour more, so they take turns, by the day
 * or by TEST_SEED; with TEST_ALL every case is played.
 *
 * @param of how many turns there are
 * @param days how many days each turn lasts
 */
export function isTurn(index: number, of: number, days = 1): boolean {
  return Boolean(process.env.TEST_ALL) || (index + Math.floor(SEED / days)) % of === 0;
}

/** Another seed in each run, which as TEST_SEED gives the same turns. */
export function newSeed(): number {
  return process.env.TEST_SEED === undefined ? SEED + ROUND * Math.floor(Math.random() * 100_000_000) : SEED;
}
