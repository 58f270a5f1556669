const MOST = 10;

/**
 * Limits how many calls run at once: 10 at first, fewer while the API answers with a rate limit. A call keeps its place until
 * it has ended, retries included, so that no call waiting for a rate limit is overtaken.
 */
export class ConcurrencyLimit {
  #allowed = MOST;
  #taken = 0;
  readonly #waiting: (() => void)[] = [];

  /** Runs work in the order of the calls. Rejects with the signal's reason when it aborts first. */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#isFree()) this.#taken++;
    else await this.#wait(signal);
    try {
      return await work();
    } finally {
      this.#taken--;
      this.#admit();
    }
  }

  /** Halves the limit, down to one. */
  slowDown(): void {
    this.#allowed = Math.max(1, this.#allowed / 2);
  }

  /** Raises the limit by one for each round without a rate limit. */
  speedUp(): void {
    this.#allowed = Math.min(MOST, this.#allowed + 1 / this.#allowed);
    this.#admit();
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal.reason);
      };
      const enter = () => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      signal.addEventListener("abort", leave, { once: true });
      this.#waiting.push(enter);
    });
  }

  #isFree(): boolean {
    return this.#taken < Math.floor(this.#allowed);
  }

  #admit(): void {
    while (this.#isFree()) {
      const enter = this.#waiting.shift();
      if (enter === undefined) return;
      this.#taken++;
      enter();
    }
  }
}
