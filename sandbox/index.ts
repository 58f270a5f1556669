import { randomBytes, randomUUID } from "node:crypto";
import { type Clock, systemClock } from "../provider-kit/clock.ts";
import { AzureService } from "./azure/service.ts";
import { Vault } from "./azure/vault.ts";
import { AzureDevOps } from "./azureDevOps.ts";
import { localhostCertificate, trustAuthority } from "./certificate.ts";
import { Installation } from "./classic/installation.ts";
import { GitpodService } from "./classic/service.ts";
import { Directory } from "./entra/directory.ts";
import { EntraService } from "./entra/service.ts";
import { Faults } from "./faults.ts";
import { Journal } from "./journal.ts";
import { prepareOna } from "./ona/sandbox.ts";
import { pulumiConfig } from "./pulumiConfig.ts";
import { CloudServer } from "./server.ts";
import { findAzureadPlugin } from "./stand-ins/azureadPlugin.ts";
import type { EntraSandbox, GitpodSandbox, Sandbox, SandboxOptions } from "./types.ts";

export type { Organization } from "./classic/installation.ts";
export type { StoredIntegration } from "./classic/integrations.ts";
export type { Application, Password, ServicePrincipal } from "./entra/models.ts";
export type { Fault, FaultRule } from "./faults.ts";
export type { Runner } from "./ona/runners.ts";
export type { StoredScmIntegration } from "./ona/scmIntegrations.ts";
export { inAnyProject } from "./pulumiConfig.ts";
export { type AzureadKind, describeAzuread } from "./stand-ins/azureadPlugin.ts";
export type { Sandbox, SandboxOptions } from "./types.ts";

/** Starts the sandbox, which stores nothing beyond its lifetime. From then on this process trusts its certificate. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? systemClock;
  const [certificate, azuread] = await Promise.all([localhostCertificate(), findAzureadPlugin(options.azuread)]);
  trustAuthority(certificate);
  const account = {
    token: options.token ?? `gitpod_pat_${randomBytes(32).toString("base64url")}`,
    organizationId: options.organizationId ?? randomUUID(),
  };
  const azureDevOps = new AzureDevOps();
  const installation = newInstallation(options, account, clock, azureDevOps);
  const directory = new Directory(options.tenantId ?? randomUUID(), clock, options.replicationDelay);
  const vault = new Vault();
  const [faults, journal] = [new Faults(), new Journal()];
  const common = { clock, faults, journal };
  let gitpodOrigin = "";
  const gitpodServer = new CloudServer(new GitpodService(installation, () => gitpodOrigin), common);
  const newOna = prepareOna(options, clock, azureDevOps);
  const onaServer = new CloudServer(newOna.service, common);
  const entraService = new EntraService(directory);
  const onExchange = options.onEntraExchange;
  const entraServer = new CloudServer(entraService, { ...common, tls: certificate, onExchange });
  const azureServer = new CloudServer(new AzureService(vault), common);
  const close = async () => {
    await Promise.all([gitpodServer, onaServer, entraServer, azureServer].map((server) => server.close()));
  };
  try {
    const gitpod = gitpodAt(await gitpodServer.listen(options.gitpodPort ?? 0), account, installation);
    gitpodOrigin = gitpod.origin;
    const ona = newOna.at(await onaServer.listen(options.onaPort ?? 0));
    const entra = entraAt(await entraServer.listen(options.entraPort ?? 0), entraService, certificate.authorityFile);
    const azure = { origin: `http://localhost:${await azureServer.listen(options.azurePort ?? 0)}`, vault };
    const clouds = { gitpod, ona, entra, azure, azureDevOps, azuread };
    return { ...clouds, faults, journal, ...pulumiConfig(clouds), close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Account = Pick<GitpodSandbox, "token" | "organizationId">;

function newInstallation(
  options: SandboxOptions,
  { token, organizationId }: Account,
  clock: Clock,
  azureDevOps: AzureDevOps,
): Installation {
  const organization = { id: organizationId, name: "Acme", slug: "acme", role: "owner" } as const;
  return new Installation({
    clock,
    token,
    azureDevOps,
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

function entraAt(port: number, service: EntraService, authorityFile: string): EntraSandbox {
  const { directory, deployer } = service;
  const authorityHost = `https://localhost:${port}`;
  return {
    authorityHost,
    graphUrl: `${authorityHost}/v1.0`,
    tenantId: directory.tenantId,
    directory,
    deployer,
    authorityFile,
    restoreAccess: () => service.restoreAccess(),
  };
}
