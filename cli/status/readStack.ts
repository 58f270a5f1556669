import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { z } from "zod";
import { errorMessage } from "../../provider-kit/errors.ts";
import { createMask } from "../engine/mask.ts";
import { type Integration, integrationsIn } from "../engine/stackExport.ts";
import type { PlaceNames } from "../places/names.ts";
import type { TokenEnds } from "../places/tokenEnds.ts";
import { pulumi } from "../pulumi/workspace.ts";
import { gitpodSettings } from "../shared/gitpodSettings.ts";
import { once } from "../shared/once.ts";
import { readClouds } from "./clouds.ts";
import type { LastUpdate, StackReading } from "./model.ts";

/** What the platforms are asked meanwhile, for which the stack's tokens are decrypted. */
export interface Questions {
  readonly names: PlaceNames;
  readonly tokenEnds: TokenEnds;
}

/**
 * Reads a stack: state, history and, with questions, the clouds. What cannot be read becomes the `error` of the reading.
 */
export async function readStack(
  workspace: LocalWorkspace,
  stack: string,
  questions: Questions | undefined,
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
  const wanted = questions !== undefined && integrations !== undefined && integrations.length > 0;
  if (wanted) {
    const settings = once(() => gitpodSettings(workspace, stack));
    questions.names.learn(integrations, settings);
    questions.tokenEnds.learn(stack, integrations, settings);
  }
  const clouds = wanted ? attempt("the clouds", readClouds(workspace, stack)) : undefined;
  return {
    stack,
    lastUpdate,
    integrations,
    clouds: await clouds,
    tokenEnds: [],
    error: errors.length > 0 ? errors.join("; ") : undefined,
  };
}

/** The reading with the platforms' answers. */
export async function withAnswers(reading: StackReading, { names, tokenEnds }: Questions): Promise<StackReading> {
  await names.finish();
  const integrations = reading.integrations && names.named(reading.integrations);
  return { ...reading, integrations, tokenEnds: await tokenEnds.of(reading.stack) };
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
