import { z } from "zod";
import { isLoopback } from "../../../provider-kit/hosts.ts";
import type { ProviderDefinition } from "../../../provider-kit/resource.ts";
import { AZUREAD_VERSION } from "../azureadPlugin.ts";
import { application } from "./application.ts";
import { applicationPassword } from "./applicationPassword.ts";
import { appRoleAssignment } from "./appRoleAssignment.ts";
import { federatedIdentityCredential } from "./federatedIdentityCredential.ts";
import { GraphClient } from "./graphClient.ts";
import { permissionGrant } from "./permissionGrant.ts";
import { getServicePrincipal, servicePrincipal } from "./servicePrincipal.ts";

/** A setting of the real provider that has no effect here. */
const accepted = () => z.unknown().optional();
const acceptedSecret = () => accepted().meta({ secret: true });

const config = z.object({
  metadataHost: z
    .string(
      "is needed by the sandbox's stand-in for the azuread provider: set azuread:metadataHost to the sandbox's Entra",
    )
    .refine(isLoopback, "must be on this machine: the stand-in for the azuread provider works only with the sandbox")
    .meta({ env: "ARM_METADATA_HOSTNAME", description: "Host and port of the sandbox's Entra." }),
  tenantId: z.string("must be set").meta({ env: "ARM_TENANT_ID" }),
  adoPipelineServiceConnectionId: accepted(),
  clientCertificate: acceptedSecret(),
  clientCertificatePassword: acceptedSecret(),
  clientCertificatePath: accepted(),
  clientId: z.string("must be set").meta({ secret: true, env: "ARM_CLIENT_ID" }),
  clientIdFilePath: accepted(),
  clientSecret: z.string().optional().meta({ secret: true, env: "ARM_CLIENT_SECRET" }),
  clientSecretFilePath: accepted(),
  disableTerraformPartnerId: accepted(),
  environment: accepted(),
  msiEndpoint: accepted(),
  oidcRequestToken: acceptedSecret(),
  oidcRequestUrl: accepted(),
  oidcToken: z.string().optional().meta({ secret: true, env: "ARM_OIDC_TOKEN" }),
  oidcTokenFilePath: accepted(),
  partnerId: accepted(),
  useAksWorkloadIdentity: accepted(),
  useCli: accepted(),
  useMsi: accepted(),
  useOidc: accepted(),
});

/**
 * Stands in for Pulumi's azuread provider where the real one is not available: the same resources, for the sandbox's
 * directory only.
 */
export const azureadProvider: ProviderDefinition<typeof config, GraphClient> = {
  name: "azuread",
  version: AZUREAD_VERSION,
  displayName: "Microsoft Entra ID (sandbox)",
  description: "The sandbox's stand-in for the azuread provider.",
  config,
  connect: ({ metadataHost, tenantId, clientId, clientSecret, oidcToken }) =>
    new GraphClient({ metadataHost, tenantId, clientId, clientSecret, oidcToken }),
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
