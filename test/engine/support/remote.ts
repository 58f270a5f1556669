import * as pulumi from "@pulumi/pulumi";
import { withholdSecretsFromDebugLog } from "../../../components/base/debugLog.ts";
import {
  AzureDevOpsIntegration,
  type AzureDevOpsIntegrationArgs,
} from "../../../components/classic/azureDevOpsIntegration.ts";
import { azureDevOpsIntegration } from "../../../provider/components/azureDevOpsIntegration.ts";
import type { Sandbox } from "../../../sandbox/index.ts";

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
  args: Arguments,
  opts?: pulumi.ComponentResourceOptions,
): Record<string, unknown> {
  withholdSecretsFromDebugLog();
  const integration =
    where === "remote" ? new RemoteIntegration(name, args, opts) : new AzureDevOpsIntegration(name, args, opts);
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
