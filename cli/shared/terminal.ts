import { styleText } from "node:util";
import { wrapAnsi } from "fast-wrap-ansi";
import { plainText } from "../../ops/pipelines/plainText.ts";

/** Where people read: a terminal, a file, a CI log. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Leaves the text as it is where the output shows no colours. */
export interface Styles {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  red(text: string): string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether to use colours: only on a terminal, and not with NO_COLOR (https://no-color.org). */
export function isStyled(output: Output, env: Environment = process.env): boolean {
  return output.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
}

export function stylesFor(output: Output, env: Environment = process.env): Styles {
  const coloured = isStyled(output, env);
  const style = (format: "bold" | "dim" | "green" | "red") => (text: string) =>
    coloured ? styleText(format, text, { validateStream: false }) : text;
  return { bold: style("bold"), dim: style("dim"), green: style("green"), red: style("red") };
}

/** Breaks lines between words to fit a terminal, and keeps their indent. */
export function fitted(text: string, { isTTY, columns }: Partial<Output>): string {
  if (isTTY !== true || !columns) return text;
  return text
    .split("\n")
    .map((line) => {
      const indent = /^ */.exec(line)?.[0] ?? "";
      const words = wrapAnsi(line.slice(indent.length), Math.max(1, columns - indent.length));
      return words.replace(/^/gm, indent);
    })
    .join("\n");
}

/** Text that may have words of a cloud: fits a terminal; elsewhere no line is a command to the agent of a CI system. */
export function shown(text: string, output: Output): string {
  return output.isTTY ? fitted(text, output) : plainText(text);
}

/** `850 ms`, `3.2 s`, `4 min 05 s` */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  // Above that, rounding would give "60.0 s".
  if (milliseconds < 59_950) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/** Shows the progress of a task until it ends. */
export async function withProgress<T>(
  output: Output,
  label: string,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  const progress = startProgress(output, label);
  try {
    return await work(progress);
  } finally {
    progress.end();
  }
}

export interface Progress {
  /** Replaces the text beside the elapsed time. */
  detail(text: string): void;
  end(): void;
}

/** Shows the elapsed time of a long task: every second in one line of a terminal, more rarely as new lines of a log. */
export function startProgress(output: Output, label: string, logEveryMs = 15_000): Progress {
  const live = output.isTTY === true;
  const started = performance.now();
  let latest = "";
  const show = () => {
    const text = [label, duration(performance.now() - started), latest].filter((part) => part !== "").join(" · ");
    output.write(live ? `\r\u001b[2K${text.slice(0, (output.columns ?? 80) - 1)}` : `${text}\n`);
  };
  if (live) {
    show();
  } else {
    output.write(`${label} ...\n`);
  }
  const timer = setInterval(show, live ? 1_000 : logEveryMs);
  timer.unref();
  return {
    detail(text) {
      latest = text;
    },
    end() {
      clearInterval(timer);
      if (live) output.write("\r\u001b[2K");
    },
  };
}
