import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";
import { Command, InvalidArgumentError } from "commander";
import { errorMessage } from "../provider-kit/errors.ts";
import { isOwn } from "./engine/engineRun.ts";
import { createMask } from "./engine/mask.ts";
import { readRun, UnreadableError } from "./engine/readRun.ts";
import { render, SHORTEST } from "./previewMarkdown/render.ts";
import { words } from "./previewMarkdown/words.ts";
import { UsageError } from "./shared/commandLine.ts";

/** Below GitHub's limit of 65,536. Azure Repos takes 150,000, GitLab 1,000,000. */
const DEFAULT_LENGTH = 65_000;

interface Options {
  readonly stack?: string;
  readonly title?: string;
  readonly maxLength: number;
  readonly json: boolean;
}

export const command = new Command("preview-markdown")
  .description(
    "Turns the engine's output of a preview or a deployment into a short comment in Markdown: what changes in words, a\n" +
      "table, errors and warnings, and the full diff in a collapsed section. Secrets are masked.",
  )
  .argument("[file]", "output of `pulumi preview --json`, or an event log (default: standard input)")
  .option("--stack <name>", "stack in the marker by which a pipeline finds its comment (default: the resources' stack)")
  .option("--title <text>", "heading of the comment")
  .option("--max-length <characters>", "maximum length of the comment", toLength, DEFAULT_LENGTH)
  .option("--json", "print {stack, outcome, changes, words} instead", false)
  .addHelpText("after", "\nExit code: 0, even if the preview failed; 2 if the input cannot be read.")
  .action(async (file: string | undefined, options: Options) => {
    process.stdout.write(describe(await readInput(file), options));
  });

function describe(text: string, { json, maxLength, title, stack: wanted }: Options): string {
  const stack = wanted === undefined ? undefined : checkedStack(wanted);
  const run = parseRun(text);
  if (!json) return render(run, { stack, title, maxLength });
  const report = {
    stack: stack ?? run.stack ?? null,
    outcome: run.outcome,
    changes: run.steps.filter(isOwn).length,
    words: words(run),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function parseRun(text: string) {
  try {
    return readRun(text, createMask(process.env));
  } catch (error) {
    if (error instanceof UnreadableError) throw new UsageError(error.message);
    throw error;
  }
}

async function readInput(file: string | undefined): Promise<string> {
  if (file === undefined) return readAll(process.stdin);
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${errorMessage(error)}`);
  }
}

/** Nothing that Pulumi allows in a name can end the HTML comment of the marker. */
function checkedStack(name: string): string {
  if (/^[\w.-]+(\/[\w.-]+){0,2}$/.test(name)) return name;
  throw new UsageError("--stack is not a stack name: use one such as prod, or organization/project/prod");
}

function toLength(given: string): number {
  const length = Number(given);
  if (Number.isInteger(length) && length >= SHORTEST) return length;
  throw new InvalidArgumentError(`It must be a whole number of at least ${SHORTEST}.`);
}
