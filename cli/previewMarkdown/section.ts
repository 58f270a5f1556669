/** A part of a comment that can be cut to fit. */
export interface Section {
  readonly open: string;
  readonly lines: readonly string[];
  readonly close: string;
  /** The note after `close` that lines are left out. */
  omission(omitted: number): string;
}

/** The section in at most `room` characters: whole, or its first lines and a note, or only the note, or nothing. */
export function fitted(section: Section, room: number): string {
  const { open, lines, close } = section;
  const whole = joined(open, lines, close);
  if (whole.length <= room) return whole;
  const note = section.omission(lines.length);
  let left = room - open.length - close.length - note.length - 4;
  const kept = lines.findIndex((line) => {
    left -= line.length + 1;
    return left < 0;
  });
  if (kept > 0) return `${joined(open, lines.slice(0, kept), close)}\n\n${section.omission(lines.length - kept)}`;
  return note.length <= room ? note : "";
}

/** Length of the whole section or of the note in its place, whichever is shorter. */
export function leastLength(section: Section): number {
  const whole = joined(section.open, section.lines, section.close);
  return Math.min(whole.length, section.omission(section.lines.length).length);
}

function joined(open: string, lines: readonly string[], close: string): string {
  return [open, ...lines, ...(close === "" ? [] : [close])].join("\n");
}
