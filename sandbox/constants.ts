/**
 * The same for every `npm run sandbox`, so that a stack file can contain it. None of it gives access to anything outside the
 * sandbox.
 */
export const SANDBOX = {
  gitpodPort: 4180,
  entraPort: 4181,
  onaPort: 4182,
  /** Of the page that shows the sandbox. */
  pagePort: 4183,
  organizationId: "5a4db0c5-0000-4000-8000-000000004180",
  tenantId: "5a4db0c5-0000-4000-8000-000000004181",
  token: "gitpod_pat_sandbox-only-not-a-real-token",
  onaToken: "ona_sandbox-only-not-a-real-token",
  onaOrganizationId: "5a4db0c5-0000-4000-8000-000000004182",
  runnerId: "5a4db0c5-0000-4000-8000-000000004183",
  otherOrganizations: {
    globex: "5a4db0c5-0000-4000-8000-000000004184",
    initech: "5a4db0c5-0000-4000-8000-000000004185",
  },
  otherRunners: {
    gcp: "5a4db0c5-0000-4000-8000-000000004186",
    unregistered: "5a4db0c5-0000-4000-8000-000000004187",
  },
  memberToken: "gitpod_pat_sandbox-only-not-a-real-token-of-mia",
  onaReadOnlyToken: "ona_sandbox-only-not-a-real-token-read-only",
  onaServiceAccountToken: "ona_sandbox-only-not-a-real-token-service-account",
  /** The identity that Pulumi uses to sign in to the sandbox's Entra. */
  deployer: {
    clientId: "5a4db0c5-0000-4000-8000-00000000418a",
    objectId: "5a4db0c5-0000-4000-8000-00000000418b",
    clientSecret: "sandbox-only-not-a-real-secret",
  },
} as const;

/** Azure DevOps in the cloud: the only Git host that the sandbox reaches by default. */
export const AZURE_DEVOPS_HOST = "dev.azure.com";
