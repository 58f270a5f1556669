import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { stripVTControlCharacters } from "node:util";
import headless from "@xterm/headless";

export const KEYS = {
  enter: "\r",
  down: "\u001b[B",
  interrupt: "\u0003",
  escape: "\u001b",
  clearLine: "\u0015",
} as const;

interface Size {
  readonly columns: number;
  readonly rows: number;
}

const TIMEOUT = 60_000;

/** A command on a pseudo terminal, run by `script` of util-linux, and its user. */
export class Terminal {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number>;
  readonly #size: Size;
  #written = "";
  #seen = 0;
  #answers = 0;

  constructor(
    command: string,
    options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
    size: Size = { columns: 160, rows: 60 },
  ) {
    this.#size = size;
    const sized = `stty cols ${size.columns} rows ${size.rows}; exec ${command}`;
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

  /** How many questions were answered. */
  get answers(): number {
    return this.#answers;
  }

  /** What a person sees in the end, with what has scrolled away. */
  async rendered(): Promise<string> {
    const { columns: cols, rows } = this.#size;
    const terminal = new headless.Terminal({ cols, rows, scrollback: 1_000, allowProposedApi: true });
    await new Promise<void>((resolve) => terminal.write(this.#written, resolve));
    const { active } = terminal.buffer;
    const lines = Array.from({ length: active.length }, (_, index) => active.getLine(index)?.translateToString(true));
    return `${lines.join("\n").trimEnd()}\n`;
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
    this.#answers++;
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
