import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../sandbox/index.ts";
import { startSandbox } from "../../sandbox/index.ts";
import { Plugin } from "../support/plugin.ts";
import { EngineModel, type Outcome } from "./support/engineModel.ts";
import { counts, Ids, toGraphCall, writesByResource } from "./support/recordedCalls.ts";
import {
  commandOf,
  type GraphCall,
  type Program,
  recording,
  type Step,
  writeRecording,
} from "./support/recordedSteps.ts";

const { steps } = recording;
const BY_NAME = "the existing application";
/** The caller's id in the recording. */
const CALLER = "<id 1>";

/** Why a step failed according to the recording, and the error that this means. */
const REASONS: Record<string, RegExp> = {
  "the update finds no application (Graph 404)": /unexpected status 404.*Request_ResourceNotFound/,
  "Graph refuses the end date (Request_BadRequest, 400)": /unexpected status 400.*Request_BadRequest: endDateTime/,
  "Graph knows no such key id (Request_BadRequest, 400)":
    /400.*Request_BadRequest: No password credential found with keyId/,
  "preventDuplicateNames: an application of this name exists; its object id is named": new RegExp(BY_NAME),
  "no answer to the creation; it is not tried again": /did not answer|connection|EOF/,
};

/** Changes from outside before a step, by the step's name. */
const OUTSIDE: Record<string, (sandbox: Sandbox) => void> = {
  "display name changed outside, refresh": ({ entra }) => {
    for (const application of entra.directory.applications.values()) application.properties.displayName = "Changed";
  },
  "secret deleted outside, up --refresh": deleteSecrets,
  "service principal deleted outside, up --refresh": ({ entra }) => {
    const [application] = entra.directory.applications.values();
    entra.directory.removePrincipal(entra.directory.findPrincipal(application?.appId ?? "")?.id ?? "");
  },
  "application deleted outside (restorable), up without refresh": ({ entra }) => {
    for (const id of [...entra.directory.applications.keys()]) entra.directory.removeApplication(id);
  },
  "secret deleted outside, then destroy": deleteSecrets,
  "one of the same name is there already": ({ entra }) => {
    existingId = entra.directory.addApplication({ displayName: "bench-automation" }).id;
  },
  "a lost answer to the creation of the app": ({ faults }) => {
    faults.inject({ operation: "POST /v1.0/applications", kind: { type: "reset" } });
  },
};

function deleteSecrets({ entra }: Sandbox): void {
  for (const { passwords } of entra.directory.applications.values()) passwords.clear();
}

interface Played {
  readonly outcome: Outcome;
  readonly calls: readonly GraphCall[];
}

const ids = new Ids();
const played = new Map<string, Played>();
let existingId = "";
let sandbox: Sandbox;
let plugin: Plugin;

async function start(): Promise<EngineModel> {
  sandbox = await startSandbox({
    onEntraExchange: (exchange) => {
      const call = toGraphCall(exchange);
      if (call !== undefined) calls.push(call);
    },
  });
  ids.set(sandbox.entra.deployer.objectId, CALLER);
  const launcher = join(sandbox.azuread.folder, "pulumi-resource-azuread");
  plugin = await Plugin.start({ ...process.env, ...sandbox.environment() }, undefined, [launcher]);
  await plugin.configure((await plugin.checkConfig({ tenantId: sandbox.entra.tenantId })).inputs);
  return new EngineModel(plugin);
}

let calls: GraphCall[] = [];

async function play(engine: EngineModel, step: Step): Promise<Played> {
  OUTSIDE[step.name]?.(sandbox);
  calls = [];
  const { operation, refresh } = commandOf(step);
  const program = JSON.parse(
    JSON.stringify(step.program).replaceAll(CALLER, sandbox.entra.deployer.objectId),
  ) as Program;
  const outcome = await {
    up: () => engine.up(program, refresh),
    refresh: () => engine.refresh(),
    destroy: () => engine.destroy(refresh),
  }[operation]();
  ids.learnFrom(calls, step.graph);
  return { outcome, calls: ids.translate(calls) };
}

/** Records what the real plugin did (UPDATE_GOLDEN=1). */
function record(): void {
  const { kind, version } = sandbox.azuread;
  if (kind !== "real") throw new Error("only the real plugin can be recorded: AZUREAD=real");
  const recorded = steps.map((step) => {
    const { outcome, calls } = played.get(step.name) as Played;
    const text = JSON.stringify(step.program);
    ids.nameOthers(calls, text);
    const { announced, error } = outcome;
    return { ...step, announced, succeeded: error === undefined, graph: ids.translate(calls) };
  });
  writeRecording(`pulumi-resource-azuread ${version}`, recorded);
}

beforeAll(async () => {
  const engine = await start();
  for (const step of steps) played.set(step.name, await play(engine, step));
  if (process.env.UPDATE_GOLDEN === "1") record();
}, 900_000);
afterAll(async () => {
  // The real plugin does not stop when its standard input closes.
  plugin?.process.kill();
  plugin?.client.close();
  await sandbox?.close();
});

describe("the azuread plugin does what was recorded of the real one", () => {
  test.each(steps.map((step) => [step.name, step] as const))("%s", (name, step) => {
    const { outcome, calls } = played.get(name) as Played;
    const announced = (list: Step["announced"]) => list.map((each) => JSON.stringify(each)).sort();
    expect(announced(outcome.announced)).toEqual(announced(step.announced));
    if (step.error === undefined) expect(outcome.error).toBeUndefined();
    else expect(outcome.error?.replace(existingId, BY_NAME)).toMatch(REASONS[step.error] ?? "a known reason");
    expect(writesByResource(calls)).toEqual(writesByResource(step.graph));
    expect(counts(calls)).toEqual(counts(step.graph));
  });
});
