import type { Results } from "../../../tools/bench/results.ts";
import { type Measurement, OPERATIONS, type Operation, type Round } from "../../../tools/bench/scenarios.ts";

const MIB = 2 ** 20;

/** One round for each duration; all operations of a round take that long. */
export function rounds(...seconds: readonly number[]): Round[] {
  return seconds.map((each) => {
    const measurement: Measurement = {
      wall: each * 1000,
      usage: {
        engine: { cpu: each * 1000, memory: 100 * MIB },
        program: { cpu: each * 200, memory: 80 * MIB },
        "gitpod plugin": { cpu: each * 100, memory: 80 * MIB },
      },
      calls: {},
      state: 20 * 1024,
    };
    const calls: Partial<Record<Operation, Record<string, number>>> = {
      up: { CreateAuthProvider: 1, "POST /{tenant}/oauth2/v2.0/token": 1, "POST /v1.0/applications": 1 },
      refresh: { GetAuthProvider: 1 },
    };
    const all = Object.keys(OPERATIONS) as Operation[];
    return Object.fromEntries(
      all.map((operation) => [operation, { ...measurement, calls: calls[operation] ?? {} }]),
    ) as unknown as Round;
  });
}

/** A full run without missed budgets, except for calls with many integrations. */
export const RESULTS: Results = {
  at: "2030-01-02T03:04:05.678Z",
  machine: { processors: "2 x Test", memory: 8, system: "linux 1.0, x64", node: "v24.0.0", tools: "Pulumi 3.259.0" },
  first: {
    clone: 1000,
    install: { wall: 9000, packages: 240, files: 14_000, size: 130e6, downloaded: 30e6 },
    preview: 2000,
    minimal: { wall: 8000, packages: 230, files: 13_000, size: 113e6, downloaded: 28e6 },
  },
  variants: {
    empty: rounds(1, 1.1, 1.3),
    "app registration": rounds(2, 2, 2.1),
    ours: rounds(1.2, 1.3, 1.4),
    "dynamic resource": rounds(4, 4, 4),
    "component in YAML": rounds(0.9),
  },
  scale: { 10: rounds(1.8), 100: rounds(3), 500: rounds(8) },
  start: [{ wall: 200, usage: { cpu: 150, memory: 80 * MIB }, bareNode: 40 }],
  throughput: { check: 1000, diff: 2000 },
  executable: {
    executable: [{ wall: 90, usage: { cpu: 90, memory: 85 * MIB }, bareNode: 40 }],
    checkout: [{ wall: 200, usage: { cpu: 150, memory: 80 * MIB }, bareNode: 40 }],
    size: 120 * MIB,
  },
};
