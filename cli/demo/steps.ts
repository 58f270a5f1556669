import { errorMessage } from "../../provider-kit/errors.ts";

/** States what a step found to be true. A claim that does not hold ends the demo. */
export type Check = (holds: boolean, claim: string) => void;

/** The result of a step. */
export interface StepResult {
  readonly number: number;
  readonly title: string;
  readonly ok: boolean;
  readonly elapsedMs: number;
  /** Claims that were checked and hold. */
  readonly checked: readonly string[];
  readonly error?: string;
}

/** Follows the steps as they run. */
export interface StepListener {
  started(number: number, title: string): void;
  checked(claim: string): void;
  ended(result: StepResult): void;
}

/** A claim that does not hold. */
export class CheckFailed extends Error {
  override readonly name = "CheckFailed";

  constructor(claim: string) {
    super(`does not hold: ${claim}`);
  }
}

/** Runs numbered steps, each of which must check something. */
export class Steps {
  readonly #listener: StepListener;
  readonly results: StepResult[] = [];

  constructor(listener: StepListener) {
    this.#listener = listener;
  }

  /** Runs a step and returns its value. A step that fails is reported before its error is thrown on. */
  async run<T>(title: string, step: (check: Check) => Promise<T>): Promise<T> {
    const number = this.results.length + 1;
    const started = performance.now();
    const checked: string[] = [];
    const end = (failure: { readonly error?: string } = {}): void => {
      const elapsedMs = Math.round(performance.now() - started);
      const result = { number, title, ok: failure.error === undefined, elapsedMs, checked, ...failure };
      this.results.push(result);
      this.#listener.ended(result);
    };
    this.#listener.started(number, title);
    try {
      const value = await step((holds, claim) => {
        if (!holds) throw new CheckFailed(claim);
        checked.push(claim);
        this.#listener.checked(claim);
      });
      if (checked.length === 0) throw new CheckFailed("the step checked something");
      end();
      return value;
    } catch (error) {
      end({ error: errorMessage(error) });
      throw error;
    }
  }
}
