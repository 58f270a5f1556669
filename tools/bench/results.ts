import { arch, cpus, platform, release, totalmem } from "node:os";
import type { ExecutableMeasurement } from "./executable.ts";
import type { StartMeasurement, Throughput } from "./plugin.ts";
import type { Install, Variant } from "./projects.ts";
import { type Measurement, OPERATIONS, type Operation, type Round } from "./scenarios.ts";
import { type Summary, summarize } from "./statistics.ts";

export const MIB = 2 ** 20;

/** All measurements of a run. */
export interface Results {
  /** When the run ended (RFC 3339, UTC). */
  readonly at: string;
  readonly machine: ReturnType<typeof describeMachine>;
  readonly first: FirstUse;
  readonly variants: Readonly<Record<Variant, readonly Round[]>>;
  /** By the number of integrations in the stack. */
  readonly scale: Readonly<Record<number, readonly Round[]>>;
  readonly start: readonly StartMeasurement[];
  readonly throughput: Throughput;
  readonly executable: ExecutableMeasurement;
}

/** What somebody waits for who uses the project for the first time. Pulumi's plugins are there already. */
export interface FirstUse {
  /** Milliseconds. */
  readonly clone: number;
  /** `npm ci --omit=dev` with an empty cache. */
  readonly install: Install;
  /** Milliseconds, with an empty compile cache. */
  readonly preview: number;
  /** The SDK and azuread alone. */
  readonly minimal: Install;
}

/** @param tools Pulumi's CLI, language host and azuread plugin, or what replaced them */
export function describeMachine(tools: string) {
  const all = cpus();
  return {
    processors: `${all.length} x ${all[0]?.model.trim() || "unknown"}`,
    /** GiB. */
    memory: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}, ${arch()}`,
    node: process.version,
    tools,
  };
}

/** Summarizes one figure of an operation over all rounds. */
export function over(rounds: readonly Round[], operation: Operation, figure: (one: Measurement) => number): Summary {
  return summarize(rounds.map((round) => figure(round[operation])));
}

/** Median duration in milliseconds. */
export function wall(rounds: readonly Round[], operation: Operation): number {
  return over(rounds, operation, (one) => one.wall).median;
}

/** What one kind of process used in an operation; zeros if it did not run. */
export function used(rounds: readonly Round[], operation: Operation, kind: string) {
  return {
    cpu: over(rounds, operation, ({ usage }) => usage[kind]?.cpu ?? 0).median,
    memory: over(rounds, operation, ({ usage }) => usage[kind]?.memory ?? 0).median,
  };
}

/** The most memory that one kind of process used in any operation, in bytes. */
export function peakMemory(rounds: readonly Round[], kind: string): number {
  return Math.max(...(Object.keys(OPERATIONS) as Operation[]).map((operation) => used(rounds, operation, kind).memory));
}

/** What is ours of the processor time of an operation: program and plugin, in milliseconds. */
export function ownTime(rounds: readonly Round[], operation: Operation): number {
  return used(rounds, operation, "program").cpu + used(rounds, operation, "gitpod plugin").cpu;
}

/** The measured numbers of integrations, in ascending order. */
export function sizes(results: Results): number[] {
  return Object.keys(results.scale)
    .map(Number)
    .toSorted((a, b) => a - b);
}

/** How much one more integration adds to a figure, between two numbers of integrations. */
export function oneMore(
  { scale }: Results,
  from: number,
  to: number,
  figure: (rounds: readonly Round[]) => number,
): number {
  return (figure(scale[to] ?? []) - figure(scale[from] ?? [])) / (to - from);
}
