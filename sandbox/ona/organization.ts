import type { AzureDevOps } from "../azureDevOps.ts";
import type { Access } from "./access.ts";
import type { Runners } from "./runners.ts";
import type { ScmIntegrations } from "./scmIntegrations.ts";
import type { SignIns } from "./signIns.ts";

/** What an organization of Ona has. */
export interface Organization {
  readonly access: Access;
  readonly runners: Runners;
  readonly integrations: ScmIntegrations;
  readonly signIns: SignIns;
  readonly azureDevOps: AzureDevOps;
}
