import { type ChildProcess, execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export interface Usage {
  /** User and system time, in milliseconds. */
  readonly cpu: number;
  /** Peak resident set size, in bytes. */
  readonly memory: number;
}

export type UsageByKind = Readonly<Record<string, Usage>>;

interface Seen extends Usage {
  readonly kind: string;
}

const SAMPLE_EVERY = 25;
const KINDS: readonly (readonly [string, RegExp])[] = [
  ["language host", /languageHost\/main\.ts|pulumi-language-/],
  ["program", /cmd\/run\/index\.js/],
  ["gitpod plugin", /provider\/main\.ts|pulumi-resource-gitpod/],
  ["azuread plugin", /azuread/],
  ["dynamic provider", /dynamic-provider/],
  ["engine", /^\S*pulumi\b/],
];

/** Processes can be measured on Linux only. */
export const CAN_MEASURE_PROCESSES = process.platform === "linux";

/**
 * Measures a process and its descendants until it ends. It samples every 25 ms, so up to the last 25 ms of each process are
 * missing.
 */
export async function watch<T>(child: ChildProcess, finished: Promise<T>): Promise<{ result: T; usage: UsageByKind }> {
  const seen = new Map<number, Seen>();
  const sample = () => {
    if (CAN_MEASURE_PROCESSES && child.pid !== undefined) for (const pid of treeOf(child.pid)) note(seen, pid);
  };
  const timer = setInterval(sample, SAMPLE_EVERY);
  try {
    sample();
    return { result: await finished, usage: byKind([...seen.values()]) };
  } finally {
    clearInterval(timer);
  }
}

/** What a process has used so far; undefined if it has ended or cannot be measured. */
export function usageOf(pid: number): Usage | undefined {
  const stat = statOf(pid);
  const status = read(`/proc/${pid}/status`);
  if (stat === undefined || status === undefined) return undefined;
  const [, peak = "0"] = /^VmHWM:\s+(\d+)/m.exec(status) ?? [];
  return { cpu: (Number(stat[11]) + Number(stat[12])) * millisecondsPerTick(), memory: Number(peak) * 1024 };
}

function note(seen: Map<number, Seen>, pid: number): void {
  const usage = usageOf(pid);
  const command = read(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ") ?? "";
  const before = seen.get(pid);
  const kind = KINDS.find(([, pattern]) => pattern.test(command))?.[0] ?? before?.kind ?? "other";
  // A zombie process has no memory any more.
  if (usage !== undefined) seen.set(pid, { kind, cpu: usage.cpu, memory: Math.max(usage.memory, before?.memory ?? 0) });
}

function treeOf(root: number): Set<number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat !== undefined) parents.set(Number(name), Number(stat[1]));
  }
  const tree = new Set([root]);
  for (let size = 0; size !== tree.size; ) {
    size = tree.size;
    for (const [pid, parent] of parents) if (tree.has(parent)) tree.add(pid);
  }
  return tree;
}

/** Fields of /proc/<pid>/stat from the third on. The second, the name, may contain spaces and parentheses. */
function statOf(pid: number): string[] | undefined {
  const text = read(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(")") + 2).split(" ");
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

let tick: number | undefined;
function millisecondsPerTick(): number {
  tick ??= 1000 / Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
  return tick;
}

function byKind(seen: readonly Seen[]): UsageByKind {
  const kinds: Record<string, Usage> = {};
  for (const { kind, cpu, memory } of seen) {
    const before = kinds[kind] ?? { cpu: 0, memory: 0 };
    kinds[kind] = { cpu: before.cpu + cpu, memory: Math.max(before.memory, memory) };
  }
  return kinds;
}
