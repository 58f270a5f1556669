import { z } from "zod";
import { isLoopback } from "../../../provider-kit/hosts.ts";
import type { ProviderDefinition } from "../../../provider-kit/resource.ts";
import { type Azure, secret } from "./secret.ts";

/** A setting of the real provider that has no effect here, where nobody signs in. */
const accepted = () => z.unknown().optional();

const config = z.object({
  metadataHost: z
    .string(
      "is needed by the sandbox's stand-in for the azure-native provider: set azure-native:metadataHost to the sandbox's Azure",
    )
    .refine(
      isLoopback,
      "must be on this machine: the stand-in for the azure-native provider works only with the sandbox",
    )
    .meta({ env: "ARM_METADATA_HOSTNAME", description: "Host and port of the sandbox's Azure." }),
  subscriptionId: z.string("must be the id of a subscription").meta({ env: "ARM_SUBSCRIPTION_ID" }),
  tenantId: accepted(),
  clientId: accepted().meta({ secret: true }),
  useOidc: accepted(),
});

/** Stands in for Pulumi's azure-native provider: secrets of the sandbox's Key Vault. */
export const azureNativeProvider: ProviderDefinition<typeof config, Azure> = {
  name: "azure-native",
  version: "3.28.0",
  displayName: "Azure (sandbox)",
  description: "The sandbox's stand-in for the azure-native provider.",
  config,
  connect: ({ metadataHost, subscriptionId }) => ({ baseUrl: `http://${metadataHost}`, subscriptionId }),
  resources: [secret],
};
