import type { Clock } from "../provider-kit/clock.ts";
import type { Vault } from "./azure/vault.ts";
import type { AzureDevOps } from "./azureDevOps.ts";
import type { Deployer } from "./entra/deployer.ts";
import type { Directory } from "./entra/directory.ts";
import type { ReplicationDelay } from "./entra/models.ts";
import type { Faults } from "./faults.ts";
import type { Journal } from "./journal.ts";
import type { Exchange } from "./server.ts";
import type { AzureadKind, AzureadPlugin } from "./stand-ins/azureadPlugin.ts";
import type { PlatformClouds, PlatformConfig, PlatformOptions } from "./start/platforms.ts";

/** Every option may be left out: ports are free ones then, ids and the token random. */
export interface SandboxOptions extends PlatformOptions {
  readonly entraPort?: number;
  readonly azurePort?: number;
  readonly clock?: Clock;
  readonly tenantId?: string;
  /** How long new objects in the directory stay unknown. Default: not at all. */
  readonly replicationDelay?: ReplicationDelay;
  /** The azuread plugin to use. Default: the variable `AZUREAD`, else the real one if there is one. */
  readonly azuread?: AzureadKind;
  /** Called with each exchange with Entra and Graph. Unlike the journal, it includes bodies. */
  readonly onEntraExchange?: (exchange: Exchange) => void;
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

export interface Clouds extends PlatformClouds {
  readonly entra: EntraSandbox;
  readonly azure: AzureSandbox;
  readonly azureDevOps: AzureDevOps;
  /** The azuread plugin that {@link PulumiConfig.environment} selects. */
  readonly azuread: AzureadPlugin;
}

/** The settings and environment with which Pulumi uses the sandbox instead of the clouds. */
export interface PulumiConfig extends PlatformConfig {
  /** Stack settings that also write the credentials to the sandbox's Key Vault. */
  keyVaultSettings(): Record<string, string>;
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
