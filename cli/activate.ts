import { explanation } from "./activate/messages.ts";
import { type ActivateOptions, activateCommand, EXIT } from "./activate/options.ts";
import { findProblem, PROBLEMS } from "./activate/problems.ts";
import { runCommand, UsageError } from "./shared/commandLine.ts";
import { fitted, stylesFor } from "./shared/terminal.ts";

async function run(options: ActivateOptions): Promise<void> {
  if (options.explain !== undefined) {
    process.stdout.write(`${fitted(explained(options.explain), process.stdout)}\n`);
    return;
  }
  // Pulumi's SDK takes most of a second to load: --help and --explain do without.
  const [{ activate }, { tellerFor }] = await Promise.all([
    import("./activate/run.ts"),
    import("./activate/reporter.ts"),
  ]);
  // What people read goes where it does not disturb what programs read.
  const result = await activate(options, tellerFor(options.json ? process.stderr : process.stdout, process.env));
  if (options.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  process.exitCode = result.verified ? EXIT.verified : EXIT.failed;
}

function explained(code: string): string {
  const problem = findProblem(code);
  if (problem === undefined) {
    throw new UsageError(`--explain does not know ${code}; it knows ${PROBLEMS.map((known) => known.code).join(", ")}`);
  }
  return explanation(problem, stylesFor(process.stdout));
}

process.once("SIGINT", () => process.exit(EXIT.interrupted));
await runCommand(activateCommand(run), EXIT.wrongUse);
