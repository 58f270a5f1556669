export {
  type ApplicationArgs,
  AzureDevOpsIntegration,
  type AzureDevOpsIntegrationArgs,
  type SharedApplicationArgs,
  sharedApplication,
} from "./classic/azureDevOpsIntegration.ts";
export { DEFAULT_PERMISSIONS } from "./classic/permissions.ts";
export { type ClientSecret, type ClientSecretArgs, clientSecret } from "./entra/clientSecret.ts";
export {
  adminConsentUrl,
  type Endpoints,
  issuerUrl,
  oauthEndpoints,
  PUBLIC_AUTHORITY_HOST,
} from "./entra/endpoints.ts";
export { EntraApplication, type EntraApplicationArgs } from "./entra/entraApplication.ts";
export { PERMISSION_NAMES, type PermissionName } from "./entra/permissions.ts";
export * as gitpod from "./gitpod/index.ts";
export {
  OnaAzureDevOpsIntegration,
  type OnaAzureDevOpsIntegrationArgs,
  type SharedOnaApplicationArgs,
} from "./ona/azureDevOpsIntegration.ts";
