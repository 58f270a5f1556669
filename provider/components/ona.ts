import { z } from "zod";
import { ONA } from "../../platforms/ona.ts";
import type { ComponentDefinition } from "../../provider-kit/component.ts";
import { inputSchema as scmIntegration, outputSchema as scmOutputs } from "../ona/schema.ts";
import { sharedInputs, sharedOutputs } from "./entraApplication.ts";
import { platformPermissions, text } from "./types.ts";

const { runnerId, host, issuerUrl, pat, adoptExisting, verifyCredentials } = scmIntegration.shape;
const { verified, problems, connectUrl } = scmOutputs.shape;

/** A component is never replaced itself. */
const replaces = false;

const inputs = z.object({
  runnerId: runnerId.meta({ replaces }),
  host: host.meta({
    description:
      "Host of Azure DevOps; the organization's name may follow, as in `dev.azure.com/acme`. Default: what the runner says, else `dev.azure.com`. Changing it replaces the integration, which deletes the sign-ins of all people who use it, and keeps the app.",
    replaces,
  }),
  applicationName: text().min(1, "must not be empty").default("Ona").meta({
    description: "Display name of the app, which people see on the consent page. Changing it updates the app.",
  }),
  permissions: platformPermissions(ONA),
  issuerUrl: issuerUrl.meta({
    description:
      "Issuer of the tenant's tokens. Default: `<authorityHost>/<tenantId>/v2.0`. Changing it updates the integration, and people connect again.",
  }),
  pat,
  ...sharedInputs.shape,
  adoptExisting,
  verifyCredentials,
});

const { authorizationUrl: _, tokenUrl: __, ...application } = sharedOutputs.shape;

const outputs = z.object({
  redirectUri: z.string().meta({ description: "Redirect URI of the app, which is the runner's." }),
  issuerUrl: z.string().meta({ description: "Issuer of the tenant's tokens." }),
  ...application,
  applicationObjectId: z.string().meta({ description: "Object id of the app registration." }),
  integrationId: z.string().meta({ description: "Ona's id of the integration." }),
  connectUrl,
  verified,
  problems,
});

export const onaAzureDevOpsIntegration: ComponentDefinition<typeof inputs, typeof outputs> = {
  token: "gitpod:index:OnaAzureDevOpsIntegration",
  description:
    "Azure DevOps for a runner of Ona: the app registration in Microsoft Entra ID, with the runner's redirect URI, and the integration that signs people in with it. Each person then opens `connectUrl` once.",
  inputs,
  outputs,
  load: async () => (await import("../../components/ona/azureDevOpsIntegration.ts")).OnaAzureDevOpsIntegration,
};
