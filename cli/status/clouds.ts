import { rmSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { z } from "zod";
import { errorCode } from "../../provider-kit/errors.ts";
import { isOwn } from "../engine/engineRun.ts";
import { createMask, type Mask } from "../engine/mask.ts";
import { readRun } from "../engine/readRun.ts";
import { platformOfType } from "../engine/resourceKinds.ts";
import { liveOutputs } from "../engine/stackExport.ts";
import { parseUrn } from "../engine/urn.ts";
import { PulumiFailure, pulumi } from "../pulumi/workspace.ts";
import type { CloudView, DriftedResource, LiveIntegration } from "./model.ts";

/** Makes Pulumi write an event log: nothing else says what a refresh found. */
export const EVENT_LOGS = { PULUMI_DEBUG_COMMANDS: "true" };

/**
 * Has Pulumi compare the state of a stack with the clouds. The state stays as it is.
 *
 * @param workspace with {@link EVENT_LOGS} in its environment
 * @throws an error with the messages of the engine and the providers
 */
export async function readClouds(workspace: LocalWorkspace, stack: string): Promise<CloudView> {
  const folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-status-"));
  // Ctrl-C leaves nothing behind either.
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  const log = join(folder, "events");
  try {
    await pulumi(workspace, "refresh", "--preview-only", "--stack", stack, "--event-log", log);
    return readRefresh(await readFile(log, "utf8"), createMask(process.env));
  } catch (error) {
    throw await withLoggedErrors(error, log);
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

/** The providers' messages in the log are clearer than Pulumi's last error. */
async function withLoggedErrors(error: unknown, log: string): Promise<unknown> {
  if (!(error instanceof PulumiFailure)) return error;
  const mask = createMask(process.env);
  const text = await readFile(log, "utf8").catch((missing: unknown) => {
    if (errorCode(missing) === "ENOENT") return "";
    throw missing;
  });
  const problems = text === "" ? [] : readRun(text, mask).problems.filter(({ severity }) => severity === "error");
  const messages = problems.map(({ about, text: message }) => (about === undefined ? message : `${about}: ${message}`));
  return new Error(messages.join("; ") || mask.text(error.message), { cause: error });
}
