import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { z } from "zod";
import { errorMessage } from "../../provider-kit/errors.ts";
import { createMask } from "../engine/mask.ts";
import { type Integration, integrationsIn } from "../engine/stackExport.ts";
import type { PlaceNames } from "../places/names.ts";
import { pulumi } from "../pulumi/workspace.ts";
import { gitpodSettings } from "../shared/gitpodSettings.ts";
import { readClouds } from "./clouds.ts";
import type { LastUpdate, StackReading } from "./model.ts";

/**
 * Reads a stack: state, history and, with `names`, the clouds. What cannot be read becomes the `error` of the reading.
 *
 * @param names learns the names of the stack's places meanwhile, for which it decrypts the stack's tokens
 */
export async function readStack(
  workspace: LocalWorkspace,
  stack: string,
  names: PlaceNames | undefined,
): Promise<StackReading> {
  const errors: string[] = [];
  const attempt = <T>(what: string, work: Promise<T>): Promise<T | undefined> =>
    work.catch((error: unknown) => {
      errors.push(`${what} could not be read: ${createMask(process.env).text(errorMessage(error))}`);
      return undefined;
    });
  const [integrations, lastUpdate] = await Promise.all([
    attempt("the state", readState(workspace, stack)),
    attempt("the history", readHistory(workspace, stack)),
  ]);
  const wanted = names !== undefined && integrations !== undefined && integrations.length > 0;
  if (wanted) names.learn(integrations, () => gitpodSettings(workspace, stack));
  const clouds = wanted ? attempt("the clouds", readClouds(workspace, stack)) : undefined;
  return {
    stack,
    lastUpdate,
    integrations,
    clouds: await clouds,
    error: errors.length > 0 ? errors.join("; ") : undefined,
  };
}

/** The reading with the names of its places, as far as they are known by now. */
export function withNames(reading: StackReading, names: PlaceNames): StackReading {
  return { ...reading, integrations: reading.integrations && names.named(reading.integrations) };
}

async function readState(workspace: LocalWorkspace, stack: string): Promise<Integration[]> {
  return integrationsIn(await pulumi(workspace, "stack", "export", "--stack", stack));
}

async function readHistory(workspace: LocalWorkspace, stack: string): Promise<LastUpdate | undefined> {
  return latestIn(await pulumi(workspace, "stack", "history", "--json", "--page-size", "1", "--stack", stack));
}

const historySchema = z.array(
  z.object({ kind: z.string(), result: z.string(), startTime: z.string(), endTime: z.string().nullish() }),
);

/** The latest update in the output of `pulumi stack history --json`, which has the newest first. */
export function latestIn(history: string): LastUpdate | undefined {
  const [latest] = historySchema.parse(JSON.parse(history));
  return latest && { kind: latest.kind, result: latest.result, at: latest.endTime ?? latest.startTime };
}

/** Reads several stacks at a time, and keeps their order. */
export async function readStacks(
  stacks: readonly string[],
  read: (stack: string) => Promise<StackReading>,
  onRead: (done: number) => void,
  atOnce: number,
): Promise<StackReading[]> {
  const readings: StackReading[] = [];
  const waiting = stacks.entries();
  let done = 0;
  const worker = async () => {
    for (const [index, stack] of waiting) {
      readings[index] = await read(stack);
      done += 1;
      onRead(done);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, stacks.length) }, worker));
  return readings;
}
