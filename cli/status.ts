import { systemClock } from "../provider-kit/clock.ts";
import { EXIT, UsageError } from "./shared/commandLine.ts";
import { isStyled, stylesFor } from "./shared/terminal.ts";
import { checkWritable, writePage } from "./status/file.ts";
import { json } from "./status/json.ts";
import { needsPerson, type Report } from "./status/model.ts";
import { type StatusOptions, statusCommand } from "./status/options.ts";
import { page } from "./status/page.ts";
import { table } from "./status/table.ts";

async function run(options: StatusOptions): Promise<void> {
  if (options.html !== undefined) await checkWritable(options.html);
  else if (options.reload !== undefined) throw new UsageError("--reload is about the page: add --html <file>");
  // Loads Pulumi's SDK, which takes most of a second and is not needed for --help.
  const { readReport } = await import("./status/readReport.ts");
  const report = await readReport(options, systemClock, process.stderr);
  process.stdout.write(`${options.json ? JSON.stringify(json(report), null, 2) : table(report, screen())}\n`);
  if (options.html !== undefined) await writePage(options.html, page(report, options.reload));
  process.exitCode = exitCode(report);
}

function screen() {
  const { stdout } = process;
  const columns = stdout.isTTY ? stdout.columns : Number.POSITIVE_INFINITY;
  return { styles: stylesFor(stdout), columns, blocks: isStyled(stdout) };
}

function exitCode({ stacks }: Report): number {
  if (stacks.some(needsPerson)) return EXIT.needsPerson;
  return stacks.some(({ error }) => error !== undefined) ? EXIT.failed : EXIT.done;
}

export const command = statusCommand(run);
