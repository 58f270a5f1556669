import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePlugin } from "../package/plugin.ts";
import { readPackageJson, releaseOf } from "../package/release.ts";
import { measureStart, type StartMeasurement } from "./plugin.ts";
import { summarize } from "./statistics.ts";

/** Starts of the plugin as `npm run package` makes it and as a checkout has it, measured in turn. */
export interface ExecutableMeasurement {
  readonly executable: readonly StartMeasurement[];
  readonly checkout: readonly StartMeasurement[];
  /** Size of the executable in bytes. */
  readonly size: number;
}

/** Builds the executable and starts both. */
export async function measureExecutable(starts: number): Promise<ExecutableMeasurement> {
  const folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-bench-"));
  try {
    const { executable: path } = await makePlugin(releaseOf(await readPackageJson()), folder);
    const [executable, checkout]: [StartMeasurement[], StartMeasurement[]] = [[], []];
    while (checkout.length < starts) {
      executable.push(await measureStart(path));
      checkout.push(await measureStart());
    }
    return { executable, checkout, size: (await stat(path)).size };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** How long the executable's start takes, compared with the checkout's. */
export function startRatio({ executable, checkout }: ExecutableMeasurement): number {
  return median(executable, ({ wall }) => wall) / median(checkout, ({ wall }) => wall);
}

/** Rows of a table: figure, executable, checkout. */
export function executableRows({ executable, checkout, size }: ExecutableMeasurement): string[][] {
  const row = (name: string, unit: string, figure: (one: StartMeasurement) => number) => [
    name,
    ...[executable, checkout].map((starts) => `${Math.round(median(starts, figure))} ${unit}`),
  ];
  return [
    row("start to first response", "ms", ({ wall }) => wall),
    ...(executable[0]?.usage === undefined
      ? []
      : [
          row("processor time until then", "ms", ({ usage }) => usage?.cpu ?? 0),
          row("memory then", "MiB", ({ usage }) => (usage?.memory ?? 0) / 2 ** 20),
        ]),
    ["size", `${Math.round(size / 2 ** 20)} MiB`, "–"],
  ];
}

function median(starts: readonly StartMeasurement[], figure: (one: StartMeasurement) => number): number {
  return summarize(starts.map(figure)).median;
}
