export {
  AzureDevOpsIntegration,
  type AzureDevOpsIntegrationArgs,
  type SharedApplicationArgs,
  sharedApplication,
} from "./azureDevOpsIntegration.ts";
export { adminConsentUrl, type Endpoints, oauthEndpoints, PUBLIC_AUTHORITY_HOST } from "./endpoints.ts";
export { EntraApplication, type EntraApplicationArgs } from "./entraApplication.ts";
export * as gitpod from "./gitpod/index.ts";
export { DEFAULT_PERMISSIONS, PERMISSION_NAMES, type PermissionName } from "./permissions.ts";
