import { azureDevOpsIntegration } from "./classic.ts";
import { entraApplication } from "./entraApplication.ts";
import { onaAzureDevOpsIntegration } from "./ona.ts";

/** The components that the plugin serves to programs in any language. */
export const components = [azureDevOpsIntegration, onaAzureDevOpsIntegration, entraApplication];
