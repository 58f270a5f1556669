import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { stripVTControlCharacters } from "node:util";

export const KEYS = {
  enter: "\r",
  down: "\u001b[B",
  interrupt: "\u0003",
  escape: "\u001b",
  clearLine: "\u0015",
} as const;

const TIMEOUT = 60_000;

/** A command on a pseudo terminal, run by `script` of util-linux, and its user. */
export class Terminal {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number>;
  #written = "";
  #seen = 0;

  constructor(command: string, options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }) {
    const sized = `stty cols 160 rows 60; exec ${command}`;
    this.#child = spawn("script", ["-qefc", sized, "/dev/null"], {
      ...options,
      env: { ...options.env, TERM: "xterm" },
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#written += text;
    });
    this.#ended = once(this.#child, "close").then(([code]) => code as number);
  }

  /** Everything that was on the screen, in order. */
  get screen(): string {
    return stripVTControlCharacters(this.#written);
  }

  /** Waits for the text to appear after what was seen before. */
  async see(text: string): Promise<void> {
    const limit = AbortSignal.timeout(TIMEOUT);
    const over = this.#ended.then((code) => `the command ended with ${code}`);
    for (;;) {
      const found = this.screen.indexOf(text, this.#seen);
      if (found >= 0) {
        this.#seen = found + text.length;
        return;
      }
      const news = once(this.#child.stdout ?? this.#child, "data", { signal: limit }).then(
        () => undefined,
        () => "the time ran out",
      );
      const reason = await Promise.race([news, over]);
      if (reason !== undefined && !this.screen.includes(text, this.#seen)) {
        throw new Error(`"${text}" was not seen, ${reason}. The screen since then:\n${this.screen.slice(this.#seen)}`);
      }
    }
  }

  type(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** Waits for a question and answers it. */
  async answer(question: string, keys: string): Promise<void> {
    await this.see(question);
    this.type(keys);
  }

  /** The command's exit code, once it has ended. */
  ended(): Promise<number> {
    return this.#ended;
  }

  /** Closes the terminal, which hangs up on a command that still runs. */
  close(): void {
    this.#child.kill("SIGKILL");
  }
}
