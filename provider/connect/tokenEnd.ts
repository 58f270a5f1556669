/** When the present token ends, as far as its platform tells. */
export interface TokenEnd {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** When the token was made, in milliseconds since the Unix epoch. */
  readonly madeAt?: number | undefined;
  /**
   * - `certain`: it is the only token that its owner has
   * - `probable`: its owner has others, and of these it was used last
   * - `at-the-latest`: its owner has several, and none of them lives longer
   */
  readonly certainty: "certain" | "probable" | "at-the-latest";
}
