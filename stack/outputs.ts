import type { AzureDevOpsIntegration } from "../components/classic/azureDevOpsIntegration.ts";
import { OnaAzureDevOpsIntegration } from "../components/ona/azureDevOpsIntegration.ts";
import type { StackIntegration } from "./registerIntegrations.ts";

type Outputs = Pick<StackIntegration, "integrationId" | "verified"> &
  Partial<Pick<AzureDevOpsIntegration, "activationUrl">> &
  Partial<Pick<OnaAzureDevOpsIntegration, "redirectUri" | "issuerUrl" | "connectUrl" | "problems" | "secretExpiresAt">>;

/** The outputs of an integration besides those of its app. */
export function outputsOf(integration: StackIntegration): Outputs {
  const { integrationId, verified } = integration;
  if (!(integration instanceof OnaAzureDevOpsIntegration)) {
    return { integrationId, activationUrl: integration.activationUrl, verified };
  }
  const { redirectUri, issuerUrl, connectUrl, problems, secretExpiresAt, application } = integration;
  // The same output, unless Ona has a secret of its own.
  const own = secretExpiresAt === application.secretExpiresAt ? {} : { secretExpiresAt };
  return { integrationId, redirectUri, issuerUrl, connectUrl, verified, problems, ...own };
}
