import { type Budget, judgeBudgets } from "./budgets.ts";
import { executableRows } from "./executable.ts";
import { type Labels, plot } from "./plot.ts";
import { type Install, VARIANTS, type Variant } from "./projects.ts";
import { MIB, oneMore, over, ownTime, peakMemory, type Results, sizes, used, wall } from "./results.ts";
import { HOSTS_PER_ORGANIZATION, OPERATIONS, type Operation } from "./scenarios.ts";
import { type Summary, summarize } from "./statistics.ts";

const KINDS = ["engine", "language host", "program", "gitpod plugin", "azuread plugin", "dynamic provider"];
const ALL_OPERATIONS = Object.keys(OPERATIONS) as Operation[];

/** The report as Markdown. */
export function report(results: Results, plotFile: string): string {
  return [
    introduction(results),
    firstUse(results),
    oneIntegration(results),
    manyIntegrations(results, plotFile),
    pluginAlone(results),
    theExecutable(results),
  ]
    .join("")
    .replace(/\n{3,}/g, "\n\n");
}

function introduction(results: Results): string {
  const { processors, memory, system, node, tools } = results.machine;
  const budgets = judgeBudgets(results);
  const missed = budgets.filter(({ met }) => !met);
  return `# Benchmarks

<!-- Written by npm run bench. Do not edit. -->

Measured on ${results.at.slice(0, 10)} by \`npm run bench\`: medians, quartiles in parentheses, rounds interleaved. Times show proportions on this
machine, not promises: ${processors}, ${memory} GiB, ${system}, Node ${node}.

A run is one command of the Pulumi CLI from start to end, with Gitpod and Entra on loopback. It used ${tools}. Each program is a project of
its own with just the packages that it needs. [performance.md](performance.md) explains where the time goes.

## Budgets

${missed.length === 0 ? "All are met." : `**${missed.length} of ${budgets.length} are missed**: ${missed.map(({ name }) => name).join("; ")}. [performance.md](performance.md) says what was tried.`}

${table(["Budget", "Limit", "Measured", ""], budgets.map(budgetRow))}
`;
}

function firstUse({ first: { clone, install, preview, minimal } }: Results): string {
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  const row = (name: string, of: Install) => [
    name,
    seconds(of.wall),
    String(of.packages),
    megabytes(of.downloaded),
    String(of.files),
    megabytes(of.size),
  ];
  return `## The first use

To clone the repository took ${seconds(clone)}, to install it ${seconds(install.wall)} with nothing in npm's cache, and the first preview
${seconds(preview)}, with Pulumi's CLI and plugins on the machine.

${table(
  ["Installed", "Time", "Packages", "Downloaded", "Files", "On disk"],
  [row("this project, without development packages", install), row("the SDK and azuread alone", minimal)],
)}
`;
}

function oneIntegration(results: Results): string {
  const measured = VARIANTS.filter((variant) => results.variants[variant].length > 0);
  return `## One integration

Seconds, and the ratio to the empty program. *app registration* is app, service principal and secret as people write them, without an
integration. *dynamic resource* is what they would add otherwise, without checks and without refresh of single properties.
*component in YAML* is the component as the packed plugin serves it, where Pulumi's YAML host was.

${table(
  ["Operation", ...measured],
  ALL_OPERATIONS.map((operation) => [operation, ...measured.map((variant) => timeOf(results, variant, operation))]),
)}
### Processes

Processor time in seconds and peak memory in MiB of each process.

${table(
  ["Process", "preview", "no-op up", "up"],
  KINDS.flatMap((kind) => processRow(results, kind)),
)}
`;
}

function manyIntegrations(results: Results, plotFile: string): string {
  const sizeHeads = sizes(results).map(String);
  return `## Many integrations

Seconds. Each organization has ${HOSTS_PER_ORGANIZATION}, and all share one app registration.

![Time by number of integrations](${plotFile})

${table(
  ["Operation", ...sizeHeads],
  ALL_OPERATIONS.map((operation) => [
    operation,
    ...sizes(results).map((size) => secondsOf(over(results.scale[size] ?? [], operation, (one) => one.wall))),
  ]),
)}
${table(["", ...sizeHeads], scaleRows(results))}
${share(results)}## Calls to the clouds

${table(
  ["Operation", "one integration", ...sizeHeads],
  ALL_OPERATIONS.map((operation) => [operation, ...callCells(results, operation)]),
)}
`;
}

/** What one more integration costs program and plugin, and what it costs the engine. */
function share(results: Results): string {
  const [small, middle, large] = sizes(results).slice(-3);
  if (small === undefined || middle === undefined || large === undefined) return "";
  const spans = [[small, middle] as const, [middle, large] as const];
  const cell = (operation: Operation, [from, to]: readonly [number, number]) => {
    const ours = oneMore(results, from, to, (rounds) => ownTime(rounds, operation));
    const engine = oneMore(results, from, to, (rounds) => used(rounds, operation, "engine").cpu);
    return `${ours.toFixed(1)} and ${engine.toFixed(1)}`;
  };
  const rows = ALL_OPERATIONS.map((operation) => [operation, ...spans.map((span) => cell(operation, span))]);
  const heads = spans.map(([from, to]) => `from ${from} to ${to}`);
  return `Processor time for one more integration, in milliseconds: of program and plugin, and of the engine.\n\n${table(["Operation", ...heads], rows)}\n`;
}

/** The plot in the report. */
export function scalePlot(results: Results): string {
  const labels: Labels = {
    title: "Time by number of integrations in a stack",
    description: "One line for each operation. All are straight or flatten out: time grows at most linearly.",
    x: "integrations",
    y: "seconds",
  };
  const all = { 1: results.variants.ours, ...results.scale };
  const series = ALL_OPERATIONS.filter((operation) => operation !== "no-op preview").map((name) => ({
    name,
    points: Object.entries(all).map(([size, rounds]) => [Number(size), wall(rounds, name) / 1000] as const),
  }));
  return plot(series, labels);
}

function budgetRow({ name, limit, measured, unit, met }: Budget): string[] {
  const figure = (value: number) => `${Number(value.toPrecision(3))}${unit === "" ? "" : ` ${unit}`}`;
  return met
    ? [name, figure(limit), figure(measured), "met"]
    : [name, figure(limit), `**${figure(measured)}**`, "🟥 **missed**"];
}

function timeOf({ variants }: Results, variant: Variant, operation: Operation): string {
  const empty = wall(variants.empty, operation);
  const summary = over(variants[variant], operation, (one) => one.wall);
  return `${secondsOf(summary)}, ${(summary.median / empty).toFixed(2)}x`;
}

function secondsOf({ median, quartiles: [low, high], count }: Summary): string {
  const seconds = (value: number) => (value / 1000).toFixed(2);
  return count < 3 ? seconds(median) : `${seconds(median)} (${seconds(low)}–${seconds(high)})`;
}

function processRow(results: Results, kind: string): string[][] {
  const variant: Variant = kind === "dynamic provider" ? "dynamic resource" : "ours";
  const rounds = results.variants[variant];
  const cells = (["preview", "no-op up", "up"] as const).map((operation) => {
    const { cpu, memory } = used(rounds, operation, kind);
    return memory === 0 ? "–" : `${(cpu / 1000).toFixed(2)} s, ${Math.round(memory / MIB)} MiB`;
  });
  return cells.every((cell) => cell === "–") ? [] : [[variant === "ours" ? kind : `${kind} (${variant})`, ...cells]];
}

function scaleRows(results: Results): string[][] {
  const bySize = (cell: (size: number) => string) => sizes(results).map(cell);
  const rounds = (size: number) => results.scale[size] ?? [];
  const memory = (size: number, kind: string) => (peakMemory(rounds(size), kind) / MIB).toFixed(0);
  return [
    ["memory of the plugin, MiB", ...bySize((size) => memory(size, "gitpod plugin"))],
    ["memory of the program, MiB", ...bySize((size) => memory(size, "program"))],
    ["memory of the engine, MiB", ...bySize((size) => memory(size, "engine"))],
    ["state, KiB", ...bySize((size) => (over(rounds(size), "up", (one) => one.state).median / 1024).toFixed(0))],
  ];
}

function callCells(results: Results, operation: Operation): string[] {
  const all = [results.variants.ours, ...sizes(results).map((size) => results.scale[size] ?? [])];
  return all.map((rounds) => {
    const made = Object.entries(rounds[0]?.[operation].calls ?? {}).toSorted(([, a], [, b]) => b - a);
    return made.length === 0
      ? "none"
      : made.map(([name, count]) => `${count} ${name.replaceAll("|", "\\|")}`).join("<br>");
  });
}

function pluginAlone({ start, throughput }: Results): string {
  const cpu = start.flatMap(({ usage }) => (usage === undefined ? [] : [usage.cpu]));
  const memory = start.flatMap(({ usage }) => (usage === undefined ? [] : [usage.memory]));
  const figure = (summary: Summary, unit: string) =>
    `${Math.round(summary.median)} (${summary.quartiles.map((value) => Math.round(value)).join("–")}) ${unit}`;
  const rows = [
    ["start to first response", figure(summarize(start.map((one) => one.wall)), "ms")],
    ["Node without a program", figure(summarize(start.map((one) => one.bareNode)), "ms")],
    ...(cpu.length > 0 ? [["processor time until then", figure(summarize(cpu), "ms")]] : []),
    ...(memory.length > 0 ? [["memory then", `${Math.round(summarize(memory).median / MIB)} MiB`]] : []),
    ["Check, one at a time", `${Math.round(throughput.check)} a second`],
    ["Diff, one at a time", `${Math.round(throughput.diff)} a second`],
  ];
  return `## The plugin alone\n\n${table(["", ""], rows)}`;
}

function theExecutable({ executable }: Results): string {
  return `## The plugin as an executable\n\nAs \`npm run package\` makes it, in turn with the plugin of a checkout.\n\n${table(["", "executable", "checkout"], executableRows(executable))}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return line(heads) + line(heads.map(() => "---")) + rows.map(line).join("");
}
