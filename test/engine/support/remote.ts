import * as pulumi from "@pulumi/pulumi";
import { withholdSecretsFromDebugLog } from "../../../components/base/debugLog.ts";
import {
  AzureDevOpsIntegration,
  type AzureDevOpsIntegrationArgs,
} from "../../../components/classic/azureDevOpsIntegration.ts";
import { azureDevOpsIntegration } from "../../../provider/components/classic.ts";
import type { Sandbox } from "../../../sandbox/index.ts";
import type { Deployment } from "./deployment.ts";

/** What a program of another language registers: the plugin constructs it. */
class RemoteIntegration extends pulumi.ComponentResource {
  constructor(name: string, args: object, opts?: pulumi.ComponentResourceOptions) {
    const outputs = Object.keys(azureDevOpsIntegration.outputs.shape).map((output) => [output, undefined]);
    super(azureDevOpsIntegration.token, name, { ...Object.fromEntries(outputs), ...args }, opts, true);
  }
}

export type Arguments = Omit<AzureDevOpsIntegrationArgs, "application">;

export type Where = "remote" | "inProcess";

/** Registers an integration in the plugin, or in this process, and returns its outputs. */
export function register(
  where: Where,
  name: string,
  args: Partial<Arguments>,
  opts?: pulumi.ComponentResourceOptions,
): Record<string, unknown> {
  withholdSecretsFromDebugLog();
  const integration =
    where === "remote"
      ? new RemoteIntegration(name, args, opts)
      : new AzureDevOpsIntegration(name, args as Arguments, opts);
  const names = Object.keys(azureDevOpsIntegration.outputs.shape).filter((output) => output !== "redirectUri");
  return Object.fromEntries(names.map((output) => [output, Reflect.get(integration, output)]));
}

/** The inputs that every integration needs. */
export function requiredArgs({ gitpod, entra }: Sandbox): Arguments {
  return {
    organizationId: gitpod.organizationId,
    tenantId: entra.tenantId,
    authorityHost: entra.authorityHost,
    redirectUri: `${gitpod.origin}/auth/callback`,
  };
}

/** What the state says of each resource, apart from times and places of a run. Lists of dependencies have no order. */
export async function comparableState(deployment: Deployment): Promise<Record<string, unknown>> {
  const exported = await deployment.state({ showSecrets: true });
  const { resources } = JSON.parse(exported).deployment as { resources: Record<string, unknown>[] };
  const isUrns = (value: unknown) => Array.isArray(value) && value.every((item) => String(item).startsWith("urn:"));
  const comparable = resources.map(({ sourcePosition, stackTrace, modified, ...resource }) => {
    const text = JSON.stringify(resource, (_, value) => (isUrns(value) ? value.toSorted() : value));
    return [String(resource.urn), JSON.parse(text)] as const;
  });
  return Object.fromEntries(comparable);
}
