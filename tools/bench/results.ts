import { arch, cpus, platform, release, totalmem } from "node:os";
import type { ExecutableMeasurement } from "./executable.ts";
import type { StartMeasurement, Throughput } from "./plugin.ts";
import { type Measurement, OPERATIONS, type Operation, type Round, type Variant } from "./scenarios.ts";
import { type Summary, summarize } from "./statistics.ts";

export const MIB = 2 ** 20;

/** All measurements of a run. */
export interface Results {
  /** When the run ended (RFC 3339, UTC). */
  readonly at: string;
  readonly machine: ReturnType<typeof describeMachine>;
  readonly variants: Readonly<Record<Variant, readonly Round[]>>;
  /** By the number of integrations in the stack. */
  readonly scale: Readonly<Record<number, readonly Round[]>>;
  readonly start: readonly StartMeasurement[];
  readonly throughput: Throughput;
  readonly executable: ExecutableMeasurement;
}

export function describeMachine(pulumi: string) {
  const all = cpus();
  return {
    processors: `${all.length} x ${all[0]?.model.trim() || "unknown"}`,
    /** GiB. */
    memory: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}, ${arch()}`,
    node: process.version,
    pulumi,
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

/** The measured numbers of integrations, in ascending order. */
export function sizes(results: Results): number[] {
  return Object.keys(results.scale)
    .map(Number)
    .toSorted((a, b) => a - b);
}
