import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { findPulumi } from "../../cli/pulumi/find.ts";
import { runCommand } from "../../cli/shared/commandLine.ts";
import { type Progress, withProgress } from "../../cli/shared/terminal.ts";
import type { Person } from "../../test/engine/support/person.ts";
import { judgeBudgets } from "./budgets.ts";
import { measureExecutable } from "./executable.ts";
import { measureStart, measureThroughput } from "./plugin.ts";
import { makeProjects, VARIANTS, type Variant } from "./projects.ts";
import { report, scalePlot } from "./report.ts";
import { describeMachine, type FirstUse, type Results } from "./results.ts";
import { firstPreview, playRound, prepare, prepareMany, type Round, type Setting } from "./scenarios.ts";
import { describeTools, findTools } from "./tools.ts";

const DOCS = fileURLToPath(new URL("../../docs/", import.meta.url));
const PLOT = "benchmarks.svg";

interface Plan {
  /** Rounds for each program. */
  readonly rounds: number;
  /** Numbers of integrations, and rounds for each. */
  readonly scale: Readonly<Record<number, number>>;
  readonly starts: number;
  readonly calls: number;
}

const FULL: Plan = { rounds: 3, scale: { 10: 1, 100: 1, 500: 1 }, starts: 11, calls: 2000 };
const QUICK: Plan = { rounds: 1, scale: { 10: 1 }, starts: 5, calls: 500 };

const command = new Command("npm run bench --")
  .description(
    "Measures previews, deployments and other operations of an empty program, of an app registration, of this project and of a " +
      "dynamic resource, and of this project with 10, 100 and 500 integrations. Writes docs/benchmarks.md and its plot.",
  )
  .option(
    "--quick",
    "fewer rounds and 10 integrations, in under two minutes; prints the report and writes no file",
    false,
  )
  .option("--json", "prints all measurements and budgets as JSON and writes no file", false)
  .helpOption("-h, --help", "print this")
  .addHelpText(
    "after",
    "\nA full run takes about 15 minutes. Do not use the machine meanwhile. A missed budget is shown in the report but is not an error.",
  )
  .action(bench);

async function bench({ quick, json }: { quick: boolean; json: boolean }): Promise<void> {
  const results = await measureAll(quick ? QUICK : FULL);
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...results, budgets: judgeBudgets(results) }, null, 2)}\n`);
  } else if (quick) {
    process.stdout.write(report(results, PLOT));
  } else {
    await writeFile(`${DOCS}benchmarks.md`, report(results, PLOT));
    await writeFile(DOCS + PLOT, scalePlot(results));
    process.stdout.write("wrote docs/benchmarks.md and docs/benchmarks.svg\n");
  }
}

async function measureAll(plan: Plan): Promise<Results> {
  const [{ command }, tools] = [await findPulumi(), await findTools()];
  return withProgress(process.stderr, "Measuring", async (progress) => {
    progress.detail("installing the programs");
    const projects = await makeProjects(tools);
    try {
      const setting = { projects, tools };
      const first = await measureFirstUse(setting);
      const variants = await measureVariants(plan.rounds, setting, progress);
      const scale: Record<number, readonly Round[]> = {};
      for (const [size, rounds] of Object.entries(plan.scale)) {
        scale[Number(size)] = await measureSize(Number(size), rounds, setting, progress);
      }
      progress.detail("the plugin alone");
      const start = await repeat(plan.starts, () => measureStart());
      const throughput = await measureThroughput(plan.calls);
      progress.detail("the plugin as an executable");
      const executable = await measureExecutable(plan.starts);
      const machine = describeMachine(describeTools(String(command.version), tools));
      return { at: new Date().toISOString(), machine, first, variants, scale, start, throughput, executable };
    } finally {
      await projects.close();
    }
  });
}

async function measureFirstUse(setting: Setting): Promise<FirstUse> {
  const { clone, installs } = setting.projects;
  return { clone, install: installs.ours, preview: await firstPreview(setting), minimal: installs.minimal };
}

/** Interleaves the programs, so that other load on the machine affects all of them. */
async function measureVariants(
  rounds: number,
  setting: Setting,
  progress: Progress,
): Promise<Record<Variant, Round[]>> {
  const measured = Object.fromEntries(VARIANTS.map((name) => [name, [] as Round[]])) as Record<Variant, Round[]>;
  const people = new Map<Variant, Person>();
  try {
    for (const name of VARIANTS) {
      const project = setting.projects.folders[name];
      if (project !== undefined) people.set(name, await prepare(project, setting));
    }
    for (let round = 1; round <= rounds; round++) {
      for (const [name, person] of people) {
        const onBegin = (operation: string) => progress.detail(`round ${round} of ${rounds}, ${name}: ${operation}`);
        measured[name].push(await playRound(person, onBegin));
      }
    }
    return measured;
  } finally {
    for (const person of people.values()) await person.close();
  }
}

async function measureSize(size: number, rounds: number, setting: Setting, progress: Progress): Promise<Round[]> {
  const person = await prepareMany(size, setting);
  try {
    return await repeat(rounds, () =>
      playRound(person, (operation) => progress.detail(`${size} integrations: ${operation}`)),
    );
  } finally {
    await person.close();
  }
}

async function repeat<T>(times: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < times) results.push(await work());
  return results;
}

await runCommand(command);
