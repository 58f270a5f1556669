import { randomBytes, randomUUID } from "node:crypto";
import type { Settings, Start } from "../start/platform.ts";
import { Installation, type Organization } from "./installation.ts";
import type { Integrations } from "./integrations.ts";
import { GitpodService } from "./service.ts";

export interface ClassicOptions {
  readonly gitpodPort?: number;
  /** Gitpod's personal access token. */
  readonly token?: string;
  /** Id of the organization "Acme", which the token's owner owns. */
  readonly organizationId?: string;
  /** Other organizations that the token's owner belongs to. */
  readonly otherOrganizations?: readonly Organization[];
  /** False: Gitpod behaves like gitpod.io, which does not support Azure DevOps. */
  readonly enterprise?: boolean;
  /** How long Gitpod's authorize page ignores a new or changed integration, in milliseconds. Default: 0. */
  readonly propagationDelay?: number;
}

interface GitpodSandbox {
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

export interface ClassicCloud {
  readonly gitpod: GitpodSandbox;
}

export interface ClassicConfig {
  /** Stack settings that point a deployment at this sandbox. */
  settings(): Settings;
  /** Stack settings to store encrypted. */
  secretSettings(): Settings;
}

/** Starts Gitpod Classic, with one organization. */
export async function startClassic(start: Start<ClassicOptions>): Promise<ClassicCloud> {
  const { options, serve } = start;
  const token = options.token ?? `gitpod_pat_${randomBytes(32).toString("base64url")}`;
  const organizationId = options.organizationId ?? randomUUID();
  const installation = newInstallation(start, token, organizationId);
  let origin = "";
  const port = await serve(new GitpodService(installation, () => origin), options.gitpodPort);
  const host = `localhost:${port}`;
  origin = `http://${host}`;
  const { integrations } = installation;
  return {
    gitpod: { host, origin, apiUrl: `${origin}/public-api`, token, organizationId, integrations, installation },
  };
}

function newInstallation(
  { options, clock, azureDevOps }: Start<ClassicOptions>,
  token: string,
  organizationId: string,
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

export function classicConfig({ gitpod }: ClassicCloud, shared: Settings): ClassicConfig {
  return {
    settings: () => ({
      "gitpod:host": gitpod.host,
      "gitpod:apiUrl": gitpod.apiUrl,
      "gitpod-azure-devops:organizationId": gitpod.organizationId,
      ...shared,
    }),
    secretSettings: () => ({ "gitpod:token": gitpod.token }),
  };
}
