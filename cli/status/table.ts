import { timestamp } from "../../provider-kit/clock.ts";
import { placeLabel } from "../places/label.ts";
import { DAY, dayOf } from "../shared/dates.ts";
import type { Styles } from "../shared/terminal.ts";
import { plain } from "../shared/text.ts";
import { daysAhead } from "./ahead.ts";
import { isForPerson, type Report, type StackStatus } from "./model.ts";
import { HEADINGS, type Row, rowsOf, summary, type Tone, type Word } from "./rows.ts";
import { groupsOf, type StackFinding } from "./who.ts";

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

/** How much of a place is shown: name and id, name and a short id, the name alone. */
const PLACE_WIDTHS = ["full", "short", "name"] as const;
type PlaceWidth = (typeof PLACE_WIDTHS)[number];

const BAR_LENGTH = 10;
const GAP = "  ";
const SHORT_ID = 8;
const DAYS_AHEAD = 90;

/** The report for a terminal or a log: a table if it fits, otherwise one block of lines for each integration. */
export function table(report: Report, screen: Screen): string {
  const widths = hasDistinctNames(report) ? PLACE_WIDTHS : PLACE_WIDTHS.slice(0, 2);
  const versions = widths.map((width) => report.stacks.map((status) => linesOf(status, report.asked, screen, width)));
  const fitting = versions.find((lines) => totalWidth(lines.flat()) <= screen.columns);
  const outcome = summary(report);
  const text = outcome.map(({ start, rest }) => `${start} ${rest}`).join(" ");
  const shown = fitting ? inColumns(report, fitting, screen) : inBlocks(report, versions[0] ?? [], screen);
  return [
    ...shown,
    "",
    ...findings(report, screen),
    ...ahead(report, screen),
    ...wrapped(text, "", screen.columns).map((line) => coloured(line, outcome[0]?.tone ?? "neutral", screen.styles)),
  ].join("\n");
}

function linesOf(status: StackStatus, asked: boolean, screen: Screen, width: PlaceWidth): Line[] {
  return rowsOf(status, asked).map((row) =>
    (Object.keys(HEADINGS) as (keyof Row)[]).map((key) => ({
      heading: HEADINGS[key],
      ...cellOf(row, key, screen, width),
    })),
  );
}

function cellOf(row: Row, key: keyof Row, screen: Screen, width: PlaceWidth): Word {
  if (key === "secret") {
    const { text, tone, share } = row.secret;
    return { text: share === undefined ? text : `${bar(share, screen.blocks ? BLOCKS : ASCII)} ${text}`, tone };
  }
  if (key === "place") return { text: placeText(row.place, screen, width), tone: "neutral" };
  const value = row[key];
  return typeof value === "string" ? { text: value, tone: "neutral" } : value;
}

function placeText({ name, id }: Row["place"], { blocks }: Screen, width: PlaceWidth): string {
  if (width === "name" && name !== undefined) return name;
  const shown = width !== "full" && id.length > SHORT_ID ? `${id.slice(0, SHORT_ID)}${blocks ? "…" : "..."}` : id;
  return placeLabel({ place: shown, placeName: name });
}

/** Two places may have one name. */
function hasDistinctNames({ stacks }: Report): boolean {
  const named = stacks.flatMap(({ integrations }) => integrations).filter(({ placeName }) => placeName !== undefined);
  const count = (texts: readonly (string | undefined)[]) => new Set(texts).size;
  return count(named.map(({ placeName }) => placeName)) === count(named.map(({ place }) => place));
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
      ...cells.flatMap((cell) => blockLines(cell, label, screen)),
    ]),
    ...error(report.stacks[index], screen),
  ]);
}

function blockLines({ heading, text, tone }: Line[number], label: number, { columns, styles }: Screen): string[] {
  const left = GAP + heading.padEnd(label) + GAP;
  const [first = "", ...more] = wrapped(text, "", columns - left.length).map((line) => coloured(line, tone, styles));
  return [left + first, ...more.map((line) => " ".repeat(left.length) + line)];
}

function error(status: StackStatus | undefined, { styles, columns }: Screen): string[] {
  if (status?.error === undefined) return [];
  return wrapped(`error: ${plain(status.error)}`, GAP, columns).map((line) => styles.red(line));
}

function findings(report: Report, screen: Screen): string[] {
  return groupsOf(report).flatMap((group) => [
    ...wrapped(plain(group.heading), "", screen.columns).map((line) => screen.styles.bold(line)),
    ...group.findings.flatMap((finding) => findingLines(finding, screen)),
    "",
  ]);
}

function findingLines(finding: StackFinding, { columns, styles, blocks }: Screen): string[] {
  const sign = isForPerson(finding) ? styles.red("!") : styles.dim(blocks ? "·" : "-");
  const [first = "", ...more] = wrapped(`${plain(finding.stack)}: ${plain(finding.message)}`, GAP, columns);
  return [sign + first.slice(1), ...more];
}

function ahead(report: Report, { columns, styles }: Screen): string[] {
  const found = daysAhead(report, report.readAt + DAYS_AHEAD * DAY);
  if (found.length === 0) return [];
  const width = Math.max(...found.map(({ what }) => what.length));
  const lines = found.flatMap(({ at, what, subject }) =>
    wrapped([dayOf(timestamp(at)), what.padEnd(width), subject].join(GAP), GAP, columns),
  );
  return [styles.bold(`Client secrets in the next ${DAYS_AHEAD} days`), ...lines, ""];
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
