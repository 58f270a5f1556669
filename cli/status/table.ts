import type { Styles } from "../shared/terminal.ts";
import type { Report, StackStatus } from "./model.ts";
import { HEADINGS, plain, type Row, rowsOf, summary, type Tone, type Word } from "./rows.ts";

export interface Screen {
  readonly styles: Styles;
  /** Infinity for a log. */
  readonly columns: number;
  /** It can show more than ASCII. */
  readonly blocks: boolean;
}

interface Cell extends Word {
  readonly heading: string;
}

type Line = readonly Cell[];

/** Characters for the share of a secret's lifetime that is left and used. */
export const BLOCKS = { left: "█", used: "░" };
export const ASCII = { left: "#", used: "-" };

const BAR_LENGTH = 10;
const GAP = "  ";
const SHORT_ID = 8;

/** The report for a terminal or a log: a table if it fits, otherwise one block of lines for each integration. */
export function table(report: Report, screen: Screen): string {
  const wide = report.stacks.map((status) => linesOf(status, report.asked, screen, false));
  const short = report.stacks.map((status) => linesOf(status, report.asked, screen, true));
  const fitting = [wide, short].find((lines) => totalWidth(lines.flat()) <= screen.columns);
  const { text, tone } = summary(report);
  const shown = fitting ? inColumns(report, fitting, screen) : inBlocks(report, wide, screen);
  return [
    ...shown,
    "",
    ...findings(report, screen),
    ...wrapped(text, "", screen.columns).map((line) => coloured(line, tone, screen.styles)),
  ].join("\n");
}

function linesOf(status: StackStatus, asked: boolean, screen: Screen, short: boolean): Line[] {
  return rowsOf(status, asked).map((row) =>
    (Object.keys(HEADINGS) as (keyof Row)[]).map((key) => ({
      heading: HEADINGS[key],
      ...cellOf(row, key, screen, short),
    })),
  );
}

function cellOf(row: Row, key: keyof Row, { blocks }: Screen, short: boolean): Word {
  if (key === "secret") {
    const { text, tone, share } = row.secret;
    return { text: share === undefined ? text : `${bar(share, blocks ? BLOCKS : ASCII)} ${text}`, tone };
  }
  const value = row[key];
  if (typeof value !== "string") return value;
  const cut = short && key === "place" && value.length > SHORT_ID;
  return { text: cut ? `${value.slice(0, SHORT_ID)}${blocks ? "…" : "..."}` : value, tone: "neutral" };
}

/** A bar of ten characters. It is empty only when nothing is left. */
export function bar(share: number, { left, used }: typeof BLOCKS): string {
  const full = share <= 0 ? 0 : Math.min(BAR_LENGTH, Math.max(1, Math.round(share * BAR_LENGTH)));
  return left.repeat(full) + used.repeat(BAR_LENGTH - full);
}

function totalWidth(lines: readonly Line[]): number {
  return widths(lines).reduce((sum, width) => sum + width + GAP.length, -GAP.length);
}

function widths(lines: readonly Line[]): number[] {
  const [first = []] = lines;
  return first.map(({ heading }, column) =>
    Math.max(heading.length, ...lines.map((line) => line[column]?.text.length ?? 0)),
  );
}

function inColumns(report: Report, lines: readonly Line[][], screen: Screen): string[] {
  const { styles } = screen;
  const wide = widths(lines.flat());
  const row = (texts: readonly string[], paint: (text: string, column: number) => string) =>
    texts
      .map((text, column) => paint(text, column) + " ".repeat((wide[column] ?? 0) - text.length))
      .join(GAP)
      .trimEnd();
  const head = row(Object.values(HEADINGS), (text) => styles.bold(text));
  const body = lines.flatMap((ofStack, index) => [
    ...ofStack.map((line) =>
      row(
        line.map(({ text }) => text),
        (text, column) => coloured(text, line[column]?.tone ?? "neutral", styles),
      ),
    ),
    ...error(report.stacks[index], screen),
  ]);
  return [head, ...body];
}

function inBlocks(report: Report, lines: readonly Line[][], screen: Screen): string[] {
  const { styles } = screen;
  const label = Math.max(...Object.values(HEADINGS).map(({ length }) => length));
  return lines.flatMap((ofStack, index) => [
    ...ofStack.flatMap(([stack, ...cells], number) => [
      ...(index + number > 0 ? [""] : []),
      styles.bold(stack?.text ?? ""),
      ...cells.map(({ heading, text, tone }) => `${GAP}${heading.padEnd(label)}${GAP}${coloured(text, tone, styles)}`),
    ]),
    ...error(report.stacks[index], screen),
  ]);
}

function error(status: StackStatus | undefined, { styles, columns }: Screen): string[] {
  if (status?.error === undefined) return [];
  return wrapped(`error: ${plain(status.error)}`, GAP, columns).map((line) => styles.red(line));
}

function findings({ stacks }: Report, { columns, styles, blocks }: Screen): string[] {
  const all = stacks.flatMap(({ stack, findings: found }) => found.map((finding) => ({ stack, ...finding })));
  return all.flatMap(({ stack, needsPerson, message }) => {
    const sign = needsPerson ? styles.red("!") : styles.dim(blocks ? "·" : "-");
    const [first = "", ...more] = wrapped(`${plain(stack)}: ${plain(message)}`, GAP, columns);
    return [sign + first.slice(1), ...more, ""];
  });
}

/** Indented lines of whole words. A word that is longer than a line stays whole. */
export function wrapped(text: string, indent: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && indent.length + longer.length > columns) {
      lines.push(indent + line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, indent + line];
}

function coloured(text: string, tone: Tone, styles: Styles): string {
  if (tone === "neutral") return text;
  return tone === "good" ? styles.green(text) : styles.red(text);
}
