import { randomBytes, randomUUID } from "node:crypto";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Clock, systemClock } from "../provider/server/clock.ts";
import { AzureService } from "./azure/service.ts";
import { Vault } from "./azure/vault.ts";
import { Directory, type ReplicationDelay } from "./entra/directory.ts";
import { EntraService } from "./entra/service.ts";
import { Faults } from "./faults.ts";
import { Front, type Service } from "./front.ts";
import { Installation, type Organization } from "./gitpod/installation.ts";
import type { Providers } from "./gitpod/providers.ts";
import { GitpodService } from "./gitpod/service.ts";
import { Journal } from "./journal.ts";

export type { Application, Directory, Password, PermissionGrant, ServicePrincipal } from "./entra/directory.ts";
export type { Fault, FaultOrder, Faults, PlacedOrder } from "./faults.ts";
export type { Installation, Organization, Role } from "./gitpod/installation.ts";
export type { Providers, StoredProvider } from "./gitpod/providers.ts";
export type { Cloud, Journal, JournalEntry } from "./journal.ts";

export interface SandboxOptions {
  /** Port of Gitpod; any free one when left out. */
  readonly gitpodPort?: number;
  readonly entraPort?: number;
  readonly azurePort?: number;
  readonly clock?: Clock;
  /** Gitpod's personal access token; a random one when left out. */
  readonly token?: string;
  /** The organization "Acme", which the token's owner owns and settings() names; a random one when left out. */
  readonly organizationId?: string;
  /** Others that the token's owner belongs to. */
  readonly otherOrganizations?: readonly Organization[];
  readonly tenantId?: string;
  /** False makes Gitpod answer like gitpod.io, where Azure DevOps does not exist. */
  readonly enterprise?: boolean;
  /** How long Gitpod's authorize page does not know a new or changed integration, in milliseconds; 0 when left out. */
  readonly propagationDelay?: number;
  /** How long new things in the directory are not known yet; not at all when left out. */
  readonly replicationDelay?: ReplicationDelay;
}

export interface GitpodSandbox {
  /** Host with its port, as `gitpod:host` takes it. */
  readonly host: string;
  readonly origin: string;
  readonly apiUrl: string;
  readonly token: string;
  readonly organizationId: string;
  /** The integrations, for assertions and for changes from outside of the program under test. */
  readonly providers: Providers;
  /** Tokens, roles and reachable hosts. */
  readonly installation: Installation;
}

export interface AzureSandbox {
  readonly origin: string;
  /** The one Key Vault that there is. */
  readonly vault: Vault;
}

export interface EntraSandbox {
  readonly authorityHost: string;
  readonly graphUrl: string;
  readonly tenantId: string;
  readonly directory: Directory;
  /** Lets callers of Graph in again after a fault has revoked their access. */
  restoreAccess(): void;
}

/** Gitpod Classic, Microsoft Entra ID and an Azure Key Vault on loopback, in this process. */
export interface Sandbox {
  readonly gitpod: GitpodSandbox;
  readonly entra: EntraSandbox;
  readonly azure: AzureSandbox;
  readonly faults: Faults;
  readonly journal: Journal;
  /** Stack settings that point a deployment at this sandbox. */
  settings(): Record<string, string>;
  /** Stack settings with which the credentials go to the sandbox's Key Vault too. */
  keyVaultSettings(): Record<string, string>;
  /** Stack settings to be stored encrypted. */
  secretSettings(): Record<string, string>;
  /** What to set in the environment of Pulumi, so that it finds the stand-in azuread plugin. */
  environment(): Record<string, string>;
  close(): Promise<void>;
}

const BIN = join(dirname(fileURLToPath(import.meta.url)), "bin");

/** Starts the sandbox. It holds nothing beyond its life. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? systemClock;
  const token = options.token ?? `gitpod_pat_${randomBytes(32).toString("base64url")}`;
  const organizationId = options.organizationId ?? randomUUID();
  const enterprise = options.enterprise ?? true;
  const propagationDelay = options.propagationDelay ?? 0;
  const user = { id: randomUUID(), name: "Sam Sandbox" };
  const organization = { id: organizationId, name: "Acme", slug: "acme", role: "owner" } as const;
  const organizations = [organization, ...(options.otherOrganizations ?? [])];
  const installation = new Installation({ clock, token, user, organizations, enterprise, propagationDelay });
  const directory = new Directory(options.tenantId ?? randomUUID(), clock, options.replicationDelay);
  const [faults, journal] = [new Faults(), new Journal()];
  let origin = "";
  const front = (service: Service) => new Front(service, { clock, faults, journal });
  const entraService = new EntraService(directory);
  const vault = new Vault(clock);
  const fronts = [
    front(new GitpodService(installation, () => origin)),
    front(entraService),
    front(new AzureService(vault)),
  ] as const;
  const close = async () => {
    await Promise.all(fronts.map((each) => each.close()));
  };
  try {
    const gitpodHost = `localhost:${await fronts[0].listen(options.gitpodPort ?? 0)}`;
    origin = `http://${gitpodHost}`;
    const entraHost = `localhost:${await fronts[1].listen(options.entraPort ?? 0)}`;
    const apiUrl = `${origin}/public-api`;
    const gitpod = {
      host: gitpodHost,
      origin,
      apiUrl,
      token,
      organizationId,
      providers: installation.providers,
      installation,
    };
    const authorityHost = `http://${entraHost}`;
    const entra = {
      authorityHost,
      graphUrl: `${authorityHost}/v1.0`,
      tenantId: directory.tenantId,
      directory,
      restoreAccess: () => entraService.restoreAccess(),
    };
    const azure = { origin: `http://localhost:${await fronts[2].listen(options.azurePort ?? 0)}`, vault };
    return { gitpod, entra, azure, faults, journal, ...pointers(gitpod, entra, azure), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function pointers(
  gitpod: GitpodSandbox,
  entra: EntraSandbox,
  azure: AzureSandbox,
): Pick<Sandbox, "settings" | "keyVaultSettings" | "secretSettings" | "environment"> {
  return {
    settings: () => ({
      "gitpod:host": gitpod.host,
      "gitpod:apiUrl": gitpod.apiUrl,
      "gitpod-azure-devops:organizationId": gitpod.organizationId,
      "gitpod-azure-devops:tenantId": entra.tenantId,
      "gitpod-azure-devops:authorityHost": entra.authorityHost,
      "azuread:tenantId": entra.tenantId,
      "azuread:metadataHost": new URL(entra.authorityHost).host,
    }),
    keyVaultSettings: () => ({
      "gitpod-azure-devops:keyVaultId": azure.vault.id,
      "azure-native:metadataHost": new URL(azure.origin).host,
      "azure-native:subscriptionId": azure.vault.subscriptionId,
    }),
    secretSettings: () => ({ "gitpod:token": gitpod.token }),
    environment: () => ({
      PATH: [BIN, process.env.PATH ?? ""].join(delimiter),
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    }),
  };
}
