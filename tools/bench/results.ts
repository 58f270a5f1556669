import { arch, cpus, platform, release, totalmem } from "node:os";
import type { StartMeasurement, Throughput } from "./plugin.ts";
import type { Measurement, Operation, Round, Variant } from "./scenarios.ts";
import { type Summary, summarize } from "./statistics.ts";

/** Everything that a run of the bench has measured. */
export interface Results {
  /** When it ended (RFC 3339, UTC). */
  readonly at: string;
  readonly machine: Machine;
  readonly variants: Readonly<Record<Variant, readonly Round[]>>;
  /** By the number of integrations in the stack. */
  readonly scale: Readonly<Record<number, readonly Round[]>>;
  readonly start: readonly StartMeasurement[];
  readonly throughput: Throughput;
}

export interface Machine {
  readonly processors: string;
  /** GiB. */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  readonly pulumi: string;
}

export function describeMachine(pulumi: string): Machine {
  const all = cpus();
  return {
    processors: `${all.length} x ${all[0]?.model.trim() || "unknown"}`,
    memory: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}, ${arch()}`,
    node: process.version,
    pulumi,
  };
}

/** Sums up one figure of one operation over the rounds. */
export function over(rounds: readonly Round[], operation: Operation, figure: (one: Measurement) => number): Summary {
  return summarize(rounds.map((round) => figure(round[operation])));
}

/** Milliseconds from start to end. */
export function wall(rounds: readonly Round[], operation: Operation): number {
  return over(rounds, operation, (one) => one.wall).median;
}

/** What one kind of process used in an operation; zeros where it did not run. */
export function used(rounds: readonly Round[], operation: Operation, kind: string) {
  return {
    cpu: over(rounds, operation, ({ usage }) => usage[kind]?.cpu ?? 0).median,
    memory: over(rounds, operation, ({ usage }) => usage[kind]?.memory ?? 0).median,
  };
}

/** Numbers of integrations that were measured, in order. */
export function sizes(results: Results): number[] {
  return Object.keys(results.scale)
    .map(Number)
    .toSorted((a, b) => a - b);
}
