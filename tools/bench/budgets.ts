import { startRatio } from "./executable.ts";
import { CAN_MEASURE_PROCESSES } from "./processes.ts";
import { MIB, oneMore, over, ownTime, peakMemory, type Results, sizes, wall } from "./results.ts";
import { HOSTS_PER_ORGANIZATION, OPERATIONS, type Operation, type Round } from "./scenarios.ts";
import { summarize } from "./statistics.ts";

export interface Budget {
  readonly name: string;
  readonly limit: number;
  readonly measured: number;
  /** Unit of both figures; empty for ratios and counts. */
  readonly unit: string;
  readonly met: boolean;
}

const READS = ["GetAuthProvider", "ListAuthProviders"];
const WRITES = ["CreateAuthProvider", "UpdateAuthProvider", "DeleteAuthProvider"];
const TOKEN_ENDPOINT = "POST /{tenant}/oauth2/v2.0/token";
/** The budgets that the results cover. A quick run has fewer sizes. */
export function judgeBudgets(results: Results): Budget[] {
  return [
    ...installation(results),
    ...oneIntegration(results),
    ...pluginStart(results),
    ...executableStart(results),
    ...calls(results),
    ...growth(results),
  ];
}

function oneIntegration({ variants }: Results): Budget[] {
  const operation = "no-op preview";
  const [ours, empty] = [wall(variants.ours, operation), wall(variants.empty, operation)];
  const yaml = variants["component in YAML"];
  return [
    budget(`${operation} : empty program`, 1.2, ours / empty),
    budget(`${operation} : app registration by hand`, 0.8, ours / wall(variants["app registration"], operation)),
    ...(yaml.length === 0
      ? []
      : [budget(`${operation}, component in YAML : empty TypeScript`, 0.9, wall(yaml, operation) / empty)]),
  ];
}

function installation({ first: { install, minimal } }: Results): Budget[] {
  return [
    budget("npm ci --omit=dev: size beside the SDK and azuread", 20, (install.size - minimal.size) / 1e6, "MB"),
    budget("npm ci --omit=dev: files beside the SDK and azuread", 1500, install.files - minimal.files),
  ];
}

function pluginStart({ start }: Results): Budget[] {
  const cpu = start.flatMap(({ usage }) => (usage === undefined ? [] : [usage.cpu]));
  if (cpu.length === 0) return [];
  return [budget("plugin ready: processor time", 200, summarize(cpu).median, "ms")];
}

function executableStart({ executable }: Results): Budget[] {
  return [budget("plugin ready: executable : checkout", 0.5, startRatio(executable))];
}

function calls({ variants, scale }: Results): Budget[] {
  const ours = variants.ours;
  const shared = Object.entries(scale).flatMap(([size, rounds]) => [
    budget(`up, ${size} integrations: writes to Gitpod for each`, 1, count(rounds, "up", WRITES) / Number(size)),
    budget(`up, ${size} integrations: proofs of their credentials`, 1, proofs(rounds)),
    budget(
      `refresh, ${size} integrations: reads for each organization`,
      1,
      count(rounds, "refresh", READS) / Math.ceil(Number(size) / HOSTS_PER_ORGANIZATION),
    ),
  ]);
  return [
    budget("up, one integration: writes to Gitpod", 1, count(ours, "up", WRITES)),
    budget("up, one integration: proofs of its credentials", 1, proofs(ours)),
    budget("no-op up: calls to Gitpod", 0, count(ours, "no-op up", [...READS, ...WRITES])),
    budget("refresh, one integration: calls to Gitpod", 1, count(ours, "refresh", [...READS, ...WRITES])),
    ...shared,
  ];
}

function growth(results: Results): Budget[] {
  const { variants, scale } = results;
  const hundred = scale[100];
  const most = scale[500];
  const ratio =
    hundred === undefined
      ? []
      : [budget("preview, 100 integrations : one", 3, wall(hundred, "preview") / wall(variants.ours, "preview"))];
  const memory =
    most === undefined || !CAN_MEASURE_PROCESSES
      ? []
      : [budget("memory of the plugin, 500 integrations", 120, peakMemory(most, "gitpod plugin") / MIB, "MiB")];
  return [...ratio, ...memory, ...linear(results)];
}

/** An integration beyond the hundredth must not cost program and plugin more than one before it. */
function linear(results: Results): Budget[] {
  const [small, middle, large] = sizes(results).slice(-3);
  if (small === undefined || middle === undefined || large === undefined || !CAN_MEASURE_PROCESSES) return [];
  return (Object.keys(OPERATIONS) as Operation[]).map((operation) => {
    const more = (from: number, to: number) => oneMore(results, from, to, (rounds) => ownTime(rounds, operation));
    const name = `${operation}: processor time of program and plugin for one more of ${large} : one more of ${middle}`;
    return budget(name, 1, more(middle, large) / more(small, middle));
  });
}

/** The azuread plugin signs in at the same endpoint, in a preview too, which proves nothing. */
function proofs(rounds: readonly Round[]): number {
  return count(rounds, "up", [TOKEN_ENDPOINT]) - count(rounds, "preview", [TOKEN_ENDPOINT]);
}

function count(rounds: readonly Round[], operation: Operation, names: readonly string[]): number {
  const total = (calls: Readonly<Record<string, number>>) => names.reduce((sum, name) => sum + (calls[name] ?? 0), 0);
  return over(rounds, operation, (one) => total(one.calls)).median;
}

function budget(name: string, limit: number, measured: number, unit = ""): Budget {
  return { name, limit, measured, unit, met: measured <= limit };
}
