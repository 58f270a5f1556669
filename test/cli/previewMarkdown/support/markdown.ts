/** The parts of Markdown that are not code, and whether each code block is closed. */
export function outsideOfCode(markdown: string): { text: string; closed: boolean } {
  const kept: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split("\n")) {
    const ticks = /^`{3,}/.exec(line)?.[0];
    if (fence === undefined && ticks !== undefined && !line.slice(ticks.length).includes("`")) {
      fence = ticks;
    } else if (fence !== undefined) {
      if (new RegExp(`^\`{${fence.length},} *$`).test(line)) fence = undefined;
    } else {
      kept.push(...cellsOf(line).map(withoutSpans));
    }
  }
  return { text: kept.join("\n"), closed: fence === undefined };
}

/** A bar ends a table cell even inside code, so code could leak there. */
function cellsOf(line: string): string[] {
  return line.startsWith("|") ? line.split("|") : [line];
}

/** A code span begins with a run of backticks and ends with the next run of the same length. */
function withoutSpans(line: string): string {
  const runs = [...line.matchAll(/`+/g)];
  for (const [index, opening] of runs.entries()) {
    const closing = runs.slice(index + 1).find(([ticks]) => ticks === opening[0]);
    if (closing === undefined) continue;
    const end = closing.index + closing[0].length;
    return line.slice(0, opening.index) + withoutSpans(line.slice(end));
  }
  return line;
}
