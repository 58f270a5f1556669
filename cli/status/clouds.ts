import { rmSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { z } from "zod";
import { isOwn } from "../engine/engineRun.ts";
import { createMask, type Mask } from "../engine/mask.ts";
import { readRun } from "../engine/readRun.ts";
import { INTEGRATION } from "../engine/resourceKinds.ts";
import { parseUrn } from "../engine/urn.ts";
import { PulumiFailure, pulumi } from "../pulumi/workspace.ts";
import { errorCode } from "../shared/errors.ts";
import type { CloudView, DriftedResource } from "./model.ts";

/** Makes Pulumi write an event log, which alone tells what a refresh found. */
export const EVENT_LOGS = { PULUMI_DEBUG_COMMANDS: "true" };

/**
 * Has Pulumi compare the state of a stack with the clouds. The state stays as it is.
 *
 * @param workspace with {@link EVENT_LOGS} in its environment
 * @throws an error with what the engine and the providers said was wrong
 */
export async function askClouds(workspace: LocalWorkspace, stack: string): Promise<CloudView> {
  const folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-status-"));
  // Ctrl-C, too, leaves nothing behind.
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  const log = join(folder, "events");
  try {
    await pulumi(workspace, "refresh", "--preview-only", "--stack", stack, "--event-log", log);
    return readClouds(await readFile(log, "utf8"), createMask(process.env));
  } catch (error) {
    throw await inWords(error, log);
  } finally {
    process.off("exit", remove);
    remove();
  }
}

const eventSchema = z.object({
  resOutputsEvent: z
    .object({
      metadata: z.object({
        type: z.string(),
        urn: z.string(),
        new: z.object({ outputs: z.record(z.string(), z.unknown()).nullish() }).nullish(),
      }),
    })
    .optional(),
});

/** What the event log of `pulumi refresh` holds. */
export function readClouds(log: string, mask: Mask): CloudView {
  const { steps } = readRun(log, mask);
  const drifted = steps
    .filter((step) => !isOwn(step))
    .map(({ type, name, change, properties }): DriftedResource => {
      return { type, name, deleted: change === "vanished", properties: properties.map(({ path }) => path) };
    });
  return { drifted, verified: verifiedIn(log) };
}

/** Whether an integration is verified is no difference for the engine, since no program sets it. */
function verifiedIn(log: string): Map<string, boolean> {
  const verified = new Map<string, boolean>();
  for (const line of log.split("\n").filter((text) => text !== "")) {
    const { metadata } = eventSchema.parse(JSON.parse(line)).resOutputsEvent ?? {};
    if (metadata?.type !== INTEGRATION || !metadata.new) continue;
    verified.set(parseUrn(metadata.urn).name, metadata.new.outputs?.verified === true);
  }
  return verified;
}

/** What the providers said, where there is a log of it, is clearer than how Pulumi ended. */
async function inWords(error: unknown, log: string): Promise<unknown> {
  if (!(error instanceof PulumiFailure)) return error;
  const mask = createMask(process.env);
  const text = await readFile(log, "utf8").catch((missing: unknown) => {
    if (errorCode(missing) === "ENOENT") return "";
    throw missing;
  });
  const problems = text === "" ? [] : readRun(text, mask).problems.filter(({ severity }) => severity === "error");
  const said = problems.map(({ about, text: words }) => (about === undefined ? words : `${about}: ${words}`));
  return new Error(said.join("; ") || mask.text(error.message), { cause: error });
}
