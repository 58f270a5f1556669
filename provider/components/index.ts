import { azureDevOpsIntegration } from "./azureDevOpsIntegration.ts";
import { entraApplication } from "./entraApplication.ts";
import { onaAzureDevOpsIntegration } from "./onaAzureDevOpsIntegration.ts";

/** The components that the plugin serves to programs in any language. */
export const components = [azureDevOpsIntegration, onaAzureDevOpsIntegration, entraApplication];
