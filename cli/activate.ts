import { explanation } from "./activate/messages.ts";
import { type ActivateOptions, activateCommand } from "./activate/options.ts";
import { codes, findProblems } from "./activate/problems.ts";
import { EXIT, UsageError } from "./shared/commandLine.ts";
import { fitted, stylesFor } from "./shared/terminal.ts";

async function run(options: ActivateOptions): Promise<void> {
  if (options.explain !== undefined) {
    process.stdout.write(`${fitted(explained(options.explain), process.stdout)}\n`);
    return;
  }
  // Loads Pulumi's SDK, which takes most of a second and is not needed for --help and --explain.
  const { activate } = await import("./activate/run.ts");
  const { reporterFor } = await import("./activate/reporter.ts");
  // With --json, standard output is for the document only.
  const reporter = reporterFor(options.json ? process.stderr : process.stdout, process.env);
  const result = await activate(options, reporter);
  if (options.json) process.stdout.write(`${JSON.stringify(result.document, null, 2)}\n`);
  process.exitCode = result.ok ? EXIT.done : EXIT.failed;
}

function explained(code: string): string {
  const problems = findProblems(code);
  if (problems.length === 0) {
    throw new UsageError(`--explain does not know ${code}. It knows ${codes().join(", ")}`);
  }
  return explanation(problems, stylesFor(process.stdout));
}

export const command = activateCommand(run);
