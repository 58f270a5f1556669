import { z } from "zod";
import { CLASSIC } from "../../platforms/classic.ts";
import type { ComponentDefinition } from "../../provider-kit/component.ts";
import { inputSchema as authProvider } from "../classic/schema.ts";
import { redirectUri, sharedInputs, sharedOutputs } from "./entraApplication.ts";
import { platformPermissions, text } from "./types.ts";

const { organizationId, host, adoptExisting, verifyCredentials } = authProvider.shape;

/** A component is never replaced itself. */
const replaces = false;

const inputs = z.object({
  organizationId: organizationId.meta({ replaces }),
  redirectUri: redirectUri(CLASSIC.redirectUri(CLASSIC.exampleHost)).meta({
    description: "Redirect URI that Gitpod shows: `https://<gitpod host>/auth/callback`. Changing it updates the app.",
  }),
  providerHost: host.meta({
    description: "Host of Azure DevOps. Changing it replaces the integration and keeps the app.",
    replaces,
  }),
  applicationName: text().min(1, "must not be empty").default("Gitpod").meta({
    description: "Display name of the app, which people see on the consent page. Changing it updates the app.",
  }),
  permissions: platformPermissions(CLASSIC),
  ...sharedInputs.shape,
  adoptExisting,
  verifyCredentials,
});

const outputs = z.object({
  redirectUri: z.string().meta({ description: "Redirect URI of the app." }),
  ...sharedOutputs.shape,
  applicationObjectId: z.string().meta({ description: "Object id of the app registration." }),
  integrationId: z.string().meta({ description: "Gitpod's id of the integration." }),
  activationUrl: z.string().meta({
    description:
      "Link by which an organization owner activates the integration, at first and after each change of credentials.",
  }),
  verified: z.boolean().meta({
    description:
      "Whether an owner has activated the integration since its credentials last changed. Live after a refresh.",
  }),
});

export const azureDevOpsIntegration: ComponentDefinition<typeof inputs, typeof outputs> = {
  token: "gitpod:index:AzureDevOpsIntegration",
  description:
    "Azure DevOps for an organization of Gitpod Classic: the app registration in Microsoft Entra ID and the integration that signs people in with it. An organization owner then opens `activationUrl` once.",
  inputs,
  outputs,
  load: async () => (await import("../../components/classic/azureDevOpsIntegration.ts")).AzureDevOpsIntegration,
};
