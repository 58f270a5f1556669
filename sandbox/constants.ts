/**
 * What stays the same from one `npm run sandbox` to the next, so that a stack file can point at it. None of it opens
 * anything outside of the sandbox.
 */
export const SANDBOX = {
  gitpodPort: 4180,
  entraPort: 4181,
  organizationId: "5a4db0c5-0000-4000-8000-000000004180",
  tenantId: "5a4db0c5-0000-4000-8000-000000004181",
  token: "gitpod_pat_sandbox-only-not-a-real-token",
  /** With which Pulumi signs in to the sandbox's Entra. */
  deployer: {
    clientId: "5a4db0c5-0000-4000-8000-00000000418a",
    objectId: "5a4db0c5-0000-4000-8000-00000000418b",
    clientSecret: "sandbox-only-not-a-real-secret",
  },
} as const;

/** Azure DevOps in the cloud: the one provider host that the sandbox can reach unless told otherwise. */
export const AZURE_DEVOPS_HOST = "dev.azure.com";

/** Scopes that Gitpod asks for when it connects to Azure DevOps. */
export const AZURE_DEVOPS_SCOPES: readonly string[] = [
  "https://app.vssps.visualstudio.com/vso.code_write",
  "https://app.vssps.visualstudio.com/vso.profile",
  "offline_access",
];
