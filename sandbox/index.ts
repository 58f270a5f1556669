import { randomUUID } from "node:crypto";
import { systemClock } from "../provider-kit/clock.ts";
import { AzureService } from "./azure/service.ts";
import { Vault } from "./azure/vault.ts";
import { AzureDevOps } from "./azureDevOps.ts";
import { localhostCertificate, trustAuthority } from "./certificate.ts";
import { Directory } from "./entra/directory.ts";
import { EntraService } from "./entra/service.ts";
import { Faults } from "./faults.ts";
import { Journal } from "./journal.ts";
import { pulumiConfig } from "./pulumiConfig.ts";
import { CloudServer, type ServerOptions, type Service } from "./server.ts";
import { findAzureadPlugin } from "./stand-ins/azureadPlugin.ts";
import { startPlatforms } from "./start/platforms.ts";
import type { EntraSandbox, Sandbox, SandboxOptions } from "./types.ts";

export type { Application, Password, ServicePrincipal } from "./entra/models.ts";
export type { Fault, FaultRule } from "./faults.ts";
export { inAnyProject } from "./pulumiConfig.ts";
export { type AzureadKind, describeAzuread } from "./stand-ins/azureadPlugin.ts";
export type * from "./start/platforms.ts";
export type { Sandbox, SandboxOptions } from "./types.ts";

/** Starts the sandbox, which stores nothing beyond its lifetime. From then on this process trusts its certificate. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? systemClock;
  const [certificate, azuread] = await Promise.all([localhostCertificate(), findAzureadPlugin(options.azuread)]);
  trustAuthority(certificate);
  const azureDevOps = new AzureDevOps();
  const directory = new Directory(options.tenantId ?? randomUUID(), clock, options.replicationDelay);
  const vault = new Vault();
  const [faults, journal] = [new Faults(), new Journal()];
  const servers: CloudServer[] = [];
  const serve = (service: Service, port = 0, more: Pick<ServerOptions, "tls" | "onExchange"> = {}) => {
    const server = new CloudServer(service, { clock, faults, journal, ...more });
    servers.push(server);
    return server.listen(port);
  };
  const close = async () => {
    await Promise.all(servers.map((server) => server.close()));
  };
  try {
    const platforms = await startPlatforms({ options, clock, azureDevOps, serve });
    const entraService = new EntraService(directory);
    const overTls = { tls: certificate, onExchange: options.onEntraExchange };
    const entraPort = await serve(entraService, options.entraPort, overTls);
    const entra = entraAt(entraPort, entraService, certificate.authorityFile);
    const azure = { origin: `http://localhost:${await serve(new AzureService(vault), options.azurePort)}`, vault };
    const clouds = { ...platforms, entra, azure, azureDevOps, azuread };
    return { ...clouds, faults, journal, ...pulumiConfig(clouds), close };
  } catch (error) {
    await close();
    throw error;
  }
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
