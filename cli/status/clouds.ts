import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { z } from "zod";
import { isOwn } from "../engine/engineRun.ts";
import { loggedRun } from "../engine/loggedRun.ts";
import { createMask, type Mask } from "../engine/mask.ts";
import { readRun } from "../engine/readRun.ts";
import { platformOfType } from "../engine/resourceKinds.ts";
import { liveOutputs } from "../engine/stackExport.ts";
import { parseUrn } from "../engine/urn.ts";
import type { CloudView, DriftedResource, LiveIntegration } from "./model.ts";

/**
 * Has Pulumi compare the state of a stack with the clouds. The state stays as it is.
 *
 * @throws an error with the messages of the engine and the providers
 */
export async function readClouds(workspace: LocalWorkspace, stack: string): Promise<CloudView> {
  const log = await loggedRun(workspace, "refresh", "--preview-only", "--stack", stack);
  return readRefresh(log, createMask(process.env));
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

/** Reads the event log of `pulumi refresh`. */
export function readRefresh(log: string, mask: Mask): CloudView {
  const { steps } = readRun(log, mask);
  const drifted = steps
    .filter((step) => !isOwn(step))
    .map(({ type, name, change, properties }): DriftedResource => {
      return { type, name, deleted: change === "vanished", properties: properties.map(({ path }) => path) };
    });
  return { drifted, integrations: integrationsIn(log) };
}

/** No program sets these outputs, so the engine does not report them as differences. */
function integrationsIn(log: string): Map<string, LiveIntegration> {
  const found = new Map<string, LiveIntegration>();
  for (const line of log.split("\n").filter((text) => text !== "")) {
    const { metadata } = eventSchema.parse(JSON.parse(line)).resOutputsEvent ?? {};
    if (!metadata?.new || platformOfType(metadata.type) === undefined) continue;
    found.set(parseUrn(metadata.urn).name, liveOutputs(metadata.new.outputs ?? {}));
  }
  return found;
}
