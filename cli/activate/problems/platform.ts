/** An error that people get on one platform. */
export interface OwnProblem {
  /** Microsoft's code, or our own name when there is none. */
  readonly code: string;
  readonly meaning: string;
  readonly fix: string;
}

/** What is told differently of each platform. */
export interface OwnProblems {
  /** Entra does not know the redirect URI. */
  readonly redirectUri: Omit<OwnProblem, "code">;
  /** What comes up nowhere else. */
  readonly others?: readonly OwnProblem[];
}
