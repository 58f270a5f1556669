import { OWN_WORKFLOWS, parse } from "./files.ts";

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly strategy?: { readonly matrix: { readonly include: readonly Readonly<Record<string, string>>[] } };
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
/** Those of this project itself. */
export const OWN = ["ci", "release"] as const;

type Name = (typeof WORKFLOWS | typeof OWN)[number];

export function workflow(name: Name): Workflow {
  const folder = (OWN as readonly string[]).includes(name) ? OWN_WORKFLOWS : "github";
  return parse(`${folder}/${name}.yml`);
}

/** The step of a job with this name. */
export function step(name: Name, job: string, title: string): Step {
  const found = workflow(name).jobs[job]?.steps.find((each) => each.name === title);
  if (found === undefined) throw new Error(`${name}.yml has no step "${title}" in its job ${job}`);
  return found;
}
