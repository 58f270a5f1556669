import { SANDBOX } from "./constants.ts";
import { startSandbox } from "./index.ts";
import { PLATFORMS } from "./platforms.ts";
import type { Sandbox, SandboxOptions } from "./types.ts";

/** A host beside dev.azure.com that every platform reaches: an Azure DevOps Server. */
const OTHER_HOST = "devops.example.com";

/** Starts the sandbox with fixed ids and tokens, and with more organizations, people and runners than a test needs. */
export async function startPlayground(ports: SandboxOptions): Promise<Sandbox> {
  let options: SandboxOptions = { ...ports, tenantId: SANDBOX.tenantId };
  for (const { fixed } of PLATFORMS) options = { ...options, ...fixed };
  const sandbox = await startSandbox(options);
  for (const platform of PLATFORMS) platform.furnish(sandbox, OTHER_HOST);
  return sandbox;
}
