import { randomBytes, randomUUID } from "node:crypto";
import { type Clock, systemClock } from "../provider-kit/clock.ts";
import { AzureService } from "./azure/service.ts";
import { Vault } from "./azure/vault.ts";
import { type Certificate, localhostCertificate, trustAuthority } from "./certificate.ts";
import { Installation, type Organization } from "./classic/installation.ts";
import type { Integrations } from "./classic/integrations.ts";
import { GitpodService } from "./classic/service.ts";
import type { Deployer } from "./entra/deployer.ts";
import { Directory } from "./entra/directory.ts";
import type { ReplicationDelay } from "./entra/models.ts";
import { EntraService } from "./entra/service.ts";
import { Faults } from "./faults.ts";
import { Journal } from "./journal.ts";
import { pointers } from "./pulumiConfig.ts";
import { type Exchange, Front } from "./server.ts";
import { type AzureadKind, type AzureadPlugin, findAzureadPlugin } from "./stand-ins/azureadPlugin.ts";

export type { Installation, Organization, Role } from "./classic/installation.ts";
export type { Integrations, StoredIntegration } from "./classic/integrations.ts";
export type { Directory } from "./entra/directory.ts";
export type { Application, Password, PermissionGrant, ServicePrincipal } from "./entra/models.ts";
export type { Fault, FaultRule, Faults, InjectedFault } from "./faults.ts";
export type { Cloud, Journal, JournalEntry } from "./journal.ts";
export { type AzureadKind, type AzureadPlugin, describeAzuread } from "./stand-ins/azureadPlugin.ts";

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
  /** Which azuread plugin deployments use. Left out: `AZUREAD` says, else the real one where there is one. */
  readonly azuread?: AzureadKind;
  /** Hears of each call of Entra and Graph, bodies included, which the journal does not hold. */
  readonly onEntraExchange?: (exchange: Exchange) => void;
}

export interface GitpodSandbox {
  /** Host with its port, as `gitpod:host` takes it. */
  readonly host: string;
  readonly origin: string;
  readonly apiUrl: string;
  readonly token: string;
  readonly organizationId: string;
  /** The integrations, for assertions and for changes from outside of the program under test. */
  readonly integrations: Integrations;
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
  /** The identity that deploys, by which one may sign in and call Graph. */
  readonly deployer: Deployer;
  /** The certificate of the authority that vouches for this host, as a file. */
  readonly authorityFile: string;
  /** Lets callers of Graph in again after a fault has revoked their access. */
  restoreAccess(): void;
}

/** Gitpod Classic, Microsoft Entra ID and an Azure Key Vault on loopback, in this process. */
export interface Sandbox {
  readonly gitpod: GitpodSandbox;
  readonly entra: EntraSandbox;
  readonly azure: AzureSandbox;
  /** The azuread plugin that {@link environment} leads to. */
  readonly azuread: AzureadPlugin;
  readonly faults: Faults;
  readonly journal: Journal;
  /** Stack settings that point a deployment at this sandbox. */
  settings(): Record<string, string>;
  /** Stack settings with which the credentials go to the sandbox's Key Vault too. */
  keyVaultSettings(): Record<string, string>;
  /** Stack settings to be stored encrypted. */
  secretSettings(): Record<string, string>;
  /** What to set in the environment of Pulumi: plugins, how they sign in to Entra, and whose certificate to trust. */
  environment(): Record<string, string>;
  /** What to set besides, to sign in as a pipeline does: by a token of its own instead of a secret. */
  workloadEnvironment(): Record<string, string>;
  close(): Promise<void>;
}

/** Starts the sandbox. It holds nothing beyond its life. This process trusts its certificate from then on. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? systemClock;
  const [certificate, azuread] = await Promise.all([localhostCertificate(), findAzureadPlugin(options.azuread)]);
  trustAuthority(certificate);
  const account = newAccount(options);
  const installation = newInstallation(options, account, clock);
  const directory = new Directory(options.tenantId ?? randomUUID(), clock, options.replicationDelay);
  const [faults, journal] = [new Faults(), new Journal()];
  let origin = "";
  const entraService = new EntraService(directory);
  const vault = new Vault(clock);
  const common = { clock, faults, journal };
  const gitpodFront = new Front(new GitpodService(installation, () => origin), common);
  const entraFront = new Front(entraService, {
    ...common,
    tls: certificate,
    onExchange: options.onEntraExchange,
  });
  const azureFront = new Front(new AzureService(vault), common);
  const close = async () => {
    await Promise.all([gitpodFront, entraFront, azureFront].map((each) => each.close()));
  };
  try {
    const gitpod = gitpodAt(await gitpodFront.listen(options.gitpodPort ?? 0), account, installation);
    origin = gitpod.origin;
    const entra = entraAt(await entraFront.listen(options.entraPort ?? 0), entraService, directory, certificate);
    const azure = { origin: `http://localhost:${await azureFront.listen(options.azurePort ?? 0)}`, vault };
    const clouds = { gitpod, entra, azure, azuread };
    return { ...clouds, faults, journal, ...pointers(clouds), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Whose token there is, and the organization that they own. */
interface Account {
  readonly token: string;
  readonly organizationId: string;
}

function newAccount({ token, organizationId }: SandboxOptions): Account {
  return {
    token: token ?? `gitpod_pat_${randomBytes(32).toString("base64url")}`,
    organizationId: organizationId ?? randomUUID(),
  };
}

function newInstallation(options: SandboxOptions, { token, organizationId }: Account, clock: Clock): Installation {
  const organization = { id: organizationId, name: "Acme", slug: "acme", role: "owner" } as const;
  return new Installation({
    clock,
    token,
    user: { id: randomUUID(), name: "Sam Sandbox" },
    organizations: [organization, ...(options.otherOrganizations ?? [])],
    enterprise: options.enterprise ?? true,
    propagationDelay: options.propagationDelay ?? 0,
  });
}

function gitpodAt(port: number, account: Account, installation: Installation): GitpodSandbox {
  const host = `localhost:${port}`;
  const origin = `http://${host}`;
  const { integrations } = installation;
  return { host, origin, apiUrl: `${origin}/public-api`, ...account, integrations, installation };
}

function entraAt(
  port: number,
  service: EntraService,
  directory: Directory,
  { authorityFile }: Certificate,
): EntraSandbox {
  const authorityHost = `https://localhost:${port}`;
  return {
    authorityHost,
    graphUrl: `${authorityHost}/v1.0`,
    tenantId: directory.tenantId,
    directory,
    deployer: service.deployer,
    authorityFile,
    restoreAccess: () => service.restoreAccess(),
  };
}
