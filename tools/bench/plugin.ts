import { spawn } from "node:child_process";
import { once } from "node:events";
import { PLUGIN, Plugin } from "../../test/support/plugin.ts";
import { type Usage, usageOf } from "./processes.ts";

/** From the start of the plugin to its first response, compared with Node without a program. */
export interface StartMeasurement {
  /** Milliseconds. */
  readonly wall: number;
  /** What the plugin had used by then; undefined where processes cannot be measured. */
  readonly usage: Usage | undefined;
  /** Milliseconds that `node --eval 0` takes. */
  readonly bareNode: number;
}

/** @param executable what starts the plugin */
export async function measureStart(executable = PLUGIN): Promise<StartMeasurement> {
  const bareBegan = performance.now();
  await once(spawn("node", ["--eval", "0"], { stdio: "ignore" }), "exit");
  const bareNode = performance.now() - bareBegan;
  const began = performance.now();
  const plugin = await Plugin.start({}, undefined, [executable]);
  await plugin.version();
  const wall = performance.now() - began;
  const usage = usageOf(plugin.process.pid as number);
  await plugin.stop();
  return { wall, usage, bareNode };
}

/** Calls per second over one connection, one at a time. */
export interface Throughput {
  readonly check: number;
  readonly diff: number;
}

const URN = "urn:pulumi:bench::bench::gitpod:index:AuthProvider::integration";
const INPUTS = {
  organizationId: "01234567-89ab-4cde-8f01-23456789abcd",
  host: "dev.azure.com",
  authorizationUrl: "https://login.microsoftonline.com/tenant/oauth2/v2.0/authorize",
  tokenUrl: "https://login.microsoftonline.com/tenant/oauth2/v2.0/token",
  clientId: "6425477f-b03d-4381-aae8-77ceadc3ec07",
  clientSecret: "bench",
  adoptExisting: false,
  verifyCredentials: true,
};

export async function measureThroughput(calls: number): Promise<Throughput> {
  const plugin = await Plugin.start();
  try {
    await plugin.configure({ host: "gitpod.example.com" });
    const news = { ...INPUTS, tokenUrl: `${INPUTS.tokenUrl}/other` };
    return {
      check: await perSecond(calls, () => plugin.check(URN, INPUTS)),
      diff: await perSecond(calls, () => plugin.diff(URN, "id", INPUTS, INPUTS, news)),
    };
  } finally {
    await plugin.stop();
  }
}

async function perSecond(calls: number, call: () => Promise<unknown>): Promise<number> {
  // Warm up: V8 optimizes code only after many calls.
  for (let i = 0; i < calls / 10; i++) await call();
  const began = performance.now();
  for (let i = 0; i < calls; i++) await call();
  return (calls * 1000) / (performance.now() - began);
}
