import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Pulumi's types of the three resources in the recorded programs. */
export type Kind = "Application" | "ServicePrincipal" | "ApplicationPassword";

export interface Program {
  readonly application?: Readonly<Record<string, unknown>>;
  readonly servicePrincipal?: Readonly<Record<string, unknown>>;
  readonly password?: Readonly<Record<string, unknown>>;
}

export interface Announced {
  readonly op: "create" | "update" | "replace" | "refresh";
  readonly type: Kind;
  /** Paths of the properties that differ. */
  readonly differs: readonly string[];
}

export interface GraphCall {
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly sent?: unknown;
  /** 0 without a response. */
  readonly status: number;
}

/** What the real plugin announced and sent to Graph in one command. */
export interface Step {
  readonly name: string;
  readonly command: string;
  readonly program: Program;
  readonly announced: readonly Announced[];
  readonly succeeded: boolean;
  readonly graph: readonly GraphCall[];
  readonly error?: string;
}

interface Recording {
  readonly plugin: string;
  readonly engine: string;
  readonly against: string;
  readonly steps: readonly Step[];
}

const RECORDING_FILE = fileURLToPath(new URL("../fixtures/azuread.json", import.meta.url));

export const recording: Recording = JSON.parse(readFileSync(RECORDING_FILE, "utf8"));

/** Replaces the recording. */
export function writeRecording(plugin: string, steps: readonly Step[]): void {
  const [engine, against] = ["the order of calls of test/sandbox/support/engineModel.ts", "the sandbox's Entra"];
  writeFileSync(RECORDING_FILE, `${JSON.stringify({ plugin, engine, against, steps }, null, 1)}\n`);
}

/** The engine's operation in a step's command, and whether it refreshes first. */
export function commandOf({ command }: Step): { operation: "up" | "refresh" | "destroy"; refresh: boolean } {
  const operation = /^pulumi (up|refresh|destroy)\b/.exec(command)?.[1];
  if (operation === undefined) throw new Error(`unknown command: ${command}`);
  return { operation: operation as "up" | "refresh" | "destroy", refresh: command.includes("--refresh") };
}
