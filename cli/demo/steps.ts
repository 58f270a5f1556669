import { errorMessage } from "../shared/errors.ts";

/** States what a step found to be true; a claim that does not hold ends the story. */
export type Check = (holds: boolean, claim: string) => void;

/** A step that ran, or that the story ended with. */
export interface StepReport {
  readonly number: number;
  readonly title: string;
  readonly ok: boolean;
  readonly elapsedMs: number;
  /** Claims that were checked and hold. */
  readonly checked: readonly string[];
  readonly error?: string;
}

/** Hears about a story as it goes on. */
export interface Audience {
  begins(number: number, title: string): void;
  holds(claim: string): void;
  ends(report: StepReport): void;
}

/** A claim that does not hold. */
export class CheckFailed extends Error {
  override readonly name = "CheckFailed";

  constructor(claim: string) {
    super(`does not hold: ${claim}`);
  }
}

/** Numbered steps, each of which must have checked something. */
export class Story {
  readonly #audience: Audience;
  readonly #reports: StepReport[] = [];

  constructor(audience: Audience) {
    this.#audience = audience;
  }

  get reports(): readonly StepReport[] {
    return this.#reports;
  }

  /** Runs a step and hands on what it returns; a step that fails is reported before its error goes on. */
  async step<T>(title: string, run: (check: Check) => Promise<T>): Promise<T> {
    const number = this.#reports.length + 1;
    const started = performance.now();
    const checked: string[] = [];
    const report = (error?: unknown): void => {
      const elapsedMs = Math.round(performance.now() - started);
      const failure = error === undefined ? {} : { error: errorMessage(error) };
      const full = { number, title, ok: error === undefined, elapsedMs, checked, ...failure };
      this.#reports.push(full);
      this.#audience.ends(full);
    };
    this.#audience.begins(number, title);
    try {
      const result = await run((holds, claim) => {
        if (!holds) throw new CheckFailed(claim);
        checked.push(claim);
        this.#audience.holds(claim);
      });
      if (checked.length === 0) throw new CheckFailed("the step checked something");
      report();
      return result;
    } catch (error) {
      report(error);
      throw error;
    }
  }
}
