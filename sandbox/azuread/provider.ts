import { z } from "zod";
import { isLoopback } from "../../provider/gitpod/origin.ts";
import type { ProviderDefinition } from "../../provider/server/resource.ts";
import { application } from "./application.ts";
import { applicationPassword } from "./applicationPassword.ts";
import { appRoleAssignment } from "./appRoleAssignment.ts";
import { federatedIdentityCredential } from "./federatedIdentityCredential.ts";
import { getServicePrincipal } from "./getServicePrincipal.ts";
import { GraphClient } from "./graphClient.ts";
import { permissionGrant } from "./permissionGrant.ts";
import { servicePrincipal } from "./servicePrincipal.ts";

/** A setting that the real provider has; signing in is not needed here. */
const accepted = () => z.unknown().optional();
const acceptedSecret = () => accepted().meta({ secret: true });

const config = z.object({
  metadataHost: z
    .string(
      "is needed by the sandbox's stand-in for the azuread provider: set azuread:metadataHost to the sandbox's Entra",
    )
    .refine(isLoopback, "must be on this machine: the stand-in for the azuread provider speaks to the sandbox only")
    .meta({ env: "ARM_METADATA_HOSTNAME", description: "Host and port of the sandbox's Entra." }),
  tenantId: accepted().meta({ env: "ARM_TENANT_ID" }),
  adoPipelineServiceConnectionId: accepted(),
  clientCertificate: acceptedSecret(),
  clientCertificatePassword: acceptedSecret(),
  clientCertificatePath: accepted(),
  clientId: acceptedSecret(),
  clientIdFilePath: accepted(),
  clientSecret: acceptedSecret(),
  clientSecretFilePath: accepted(),
  disableTerraformPartnerId: accepted(),
  environment: accepted(),
  msiEndpoint: accepted(),
  oidcRequestToken: acceptedSecret(),
  oidcRequestUrl: accepted(),
  oidcToken: acceptedSecret(),
  oidcTokenFilePath: accepted(),
  partnerId: accepted(),
  useAksWorkloadIdentity: accepted(),
  useCli: accepted(),
  useMsi: accepted(),
  useOidc: accepted(),
});

/**
 * Stands in for Pulumi's azuread provider where the real one cannot be had: the same resources, for the sandbox's
 * directory alone.
 */
export const azureadProvider: ProviderDefinition<typeof config, GraphClient> = {
  name: "azuread",
  version: "6.9.1",
  displayName: "Microsoft Entra ID (sandbox)",
  description: "The sandbox's stand-in for the azuread provider.",
  config,
  connect: ({ metadataHost }) => new GraphClient(`http://${metadataHost}/v1.0`),
  resources: [
    application,
    servicePrincipal,
    applicationPassword,
    permissionGrant,
    federatedIdentityCredential,
    appRoleAssignment,
  ],
  functions: [getServicePrincipal],
};
