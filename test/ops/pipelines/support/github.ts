import { parse } from "./files.ts";

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly if?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly "timeout-minutes"?: number;
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

export const WORKFLOWS = ["preview", "deploy", "nightly"] as const;

export function workflow(name: (typeof WORKFLOWS)[number]): Workflow {
  return parse(`github/${name}.yml`);
}

/** The step of a job with this name. */
export function step(name: (typeof WORKFLOWS)[number], job: string, title: string): Step {
  const found = workflow(name).jobs[job]?.steps.find((each) => each.name === title);
  if (found === undefined) throw new Error(`github/${name}.yml has no step "${title}" in its job ${job}`);
  return found;
}
