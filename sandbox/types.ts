import type { Clock } from "../provider-kit/clock.ts";
import type { Vault } from "./azure/vault.ts";
import type { AzureDevOps } from "./azureDevOps.ts";
import type { Organization as ClassicOrganization, Installation } from "./classic/installation.ts";
import type { Integrations } from "./classic/integrations.ts";
import type { Deployer } from "./entra/deployer.ts";
import type { Directory } from "./entra/directory.ts";
import type { ReplicationDelay } from "./entra/models.ts";
import type { Faults } from "./faults.ts";
import type { Journal } from "./journal.ts";
import type { Organization } from "./ona/organization.ts";
import type { Exchange } from "./server.ts";
import type { AzureadKind, AzureadPlugin } from "./stand-ins/azureadPlugin.ts";

/** Every option may be left out: ports are free ones then, ids and the token random. */
export interface SandboxOptions {
  readonly gitpodPort?: number;
  readonly entraPort?: number;
  readonly onaPort?: number;
  readonly azurePort?: number;
  readonly clock?: Clock;
  /** Gitpod's personal access token. */
  readonly token?: string;
  /** Id of the organization "Acme", which the token's owner owns. */
  readonly organizationId?: string;
  /** Other organizations that the token's owner belongs to. */
  readonly otherOrganizations?: readonly ClassicOrganization[];
  readonly tenantId?: string;
  /** Token of a user of Ona. */
  readonly onaToken?: string;
  readonly onaOrganizationId?: string;
  /** Id of the runner "Acme AWS". */
  readonly runnerId?: string;
  /** How long reads of Ona's integrations do not show what was just written, in milliseconds. Default: 0. */
  readonly readLag?: number;
  /** Whether Ona accepts a second integration for one runner, kind of source control and host. Default: refused. */
  readonly duplicates?: "refused" | "allowed";
  /** False: Gitpod behaves like gitpod.io, which does not support Azure DevOps. */
  readonly enterprise?: boolean;
  /** How long Gitpod's authorize page ignores a new or changed integration, in milliseconds. Default: 0. */
  readonly propagationDelay?: number;
  /** How long new objects in the directory stay unknown. Default: not at all. */
  readonly replicationDelay?: ReplicationDelay;
  /** The azuread plugin to use. Default: the variable `AZUREAD`, else the real one if there is one. */
  readonly azuread?: AzureadKind;
  /** Called with each exchange with Entra and Graph. Unlike the journal, it includes bodies. */
  readonly onEntraExchange?: (exchange: Exchange) => void;
}

export interface GitpodSandbox {
  /** Host with its port, as `gitpod:host` takes it. */
  readonly host: string;
  readonly origin: string;
  readonly apiUrl: string;
  readonly token: string;
  readonly organizationId: string;
  /** The integrations, for assertions and for changes from outside the program under test. */
  readonly integrations: Integrations;
  /** Tokens, roles and reachable hosts. */
  readonly installation: Installation;
}

export interface OnaSandbox extends Organization {
  readonly host: string;
  readonly origin: string;
  readonly apiUrl: string;
  readonly token: string;
  readonly organizationId: string;
  /** An active runner, "Acme AWS". */
  readonly runnerId: string;
}

export interface AzureSandbox {
  readonly origin: string;
  readonly vault: Vault;
}

export interface EntraSandbox {
  readonly authorityHost: string;
  readonly graphUrl: string;
  readonly tenantId: string;
  readonly directory: Directory;
  /** The identity that Pulumi signs in with. */
  readonly deployer: Deployer;
  /** Path of the certificate authority's certificate. */
  readonly authorityFile: string;
  /** Lets callers use Graph again after a fault has revoked their access. */
  restoreAccess(): void;
}

export interface Clouds {
  readonly gitpod: GitpodSandbox;
  readonly ona: OnaSandbox;
  readonly entra: EntraSandbox;
  readonly azure: AzureSandbox;
  readonly azureDevOps: AzureDevOps;
  /** The azuread plugin that {@link PulumiConfig.environment} selects. */
  readonly azuread: AzureadPlugin;
}

/** The settings and environment with which Pulumi uses the sandbox instead of the clouds. */
export interface PulumiConfig {
  /** Stack settings that point a deployment at this sandbox. */
  settings(): Record<string, string>;
  /** Stack settings that also write the credentials to the sandbox's Key Vault. */
  keyVaultSettings(): Record<string, string>;
  /** Stack settings to store encrypted. */
  secretSettings(): Record<string, string>;
  /** Stack settings that point a deployment at this sandbox's Ona. */
  onaSettings(): Record<string, string>;
  /** Stack settings to store encrypted, for Ona. */
  onaSecretSettings(): Record<string, string>;
  /** Environment variables of Pulumi: plugins, sign-in to Entra, and the certificate to trust. */
  environment(): Record<string, string>;
  /** Variables to add for signing in as a pipeline does: with its own token instead of a secret. */
  workloadEnvironment(): Record<string, string>;
}

/** Gitpod Classic, Ona, Microsoft Entra ID and an Azure Key Vault on loopback, in this process. */
export interface Sandbox extends Clouds, PulumiConfig {
  readonly faults: Faults;
  readonly journal: Journal;
  close(): Promise<void>;
}
