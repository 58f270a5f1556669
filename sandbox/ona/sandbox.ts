import { randomUUID } from "node:crypto";
import type { Settings, Start } from "../start/platform.ts";
import { Access } from "./access.ts";
import type { Organization } from "./organization.ts";
import { Runners } from "./runners.ts";
import { ScmIntegrations } from "./scmIntegrations.ts";
import { OnaService } from "./service.ts";
import { SignIns } from "./signIns.ts";

export interface OnaOptions {
  readonly onaPort?: number;
  /** Token of a user of Ona. */
  readonly onaToken?: string;
  readonly onaOrganizationId?: string;
  /** Id of the runner "Acme AWS". */
  readonly runnerId?: string;
  /** How long reads of Ona's integrations do not show what was just written, in milliseconds. Default: 0. */
  readonly readLag?: number;
  /** Whether Ona accepts a second integration for one runner, kind of source control and host. Default: refused. */
  readonly duplicates?: "refused" | "allowed";
}

interface OnaSandbox extends Organization {
  readonly host: string;
  readonly origin: string;
  readonly apiUrl: string;
  readonly token: string;
  readonly organizationId: string;
  /** An active runner, "Acme AWS". */
  readonly runnerId: string;
}

export interface OnaCloud {
  readonly ona: OnaSandbox;
}

export interface OnaConfig {
  /** Stack settings that point a deployment at this sandbox's Ona. */
  onaSettings(): Settings;
  /** Stack settings to store encrypted, for Ona. */
  onaSecretSettings(): Settings;
}

/** Starts Ona, with one organization. */
export async function startOna({ options, clock, azureDevOps, serve }: Start<OnaOptions>): Promise<OnaCloud> {
  let origin = "";
  const { readLag = 0, duplicates = "refused" } = options;
  const access = new Access(options.onaOrganizationId ?? randomUUID(), clock);
  const signIns = new SignIns();
  const integrations = new ScmIntegrations({ clock, signIns, readLag, duplicates });
  const organization = { access, runners: new Runners(() => origin), integrations, signIns, azureDevOps };
  const port = await serve(new OnaService(organization, () => origin), options.onaPort);
  const host = `localhost:${port}`;
  origin = `http://${host}`;
  const { id: runnerId } = organization.runners.add({ name: "Acme AWS", ...idOf(options) });
  const token = access.addToken({}, options.onaToken);
  const { organizationId } = access;
  return { ona: { host, origin, apiUrl: `${origin}/api`, token, organizationId, runnerId, ...organization } };
}

function idOf({ runnerId }: OnaOptions): { id?: string } {
  return runnerId === undefined ? {} : { id: runnerId };
}

export function onaConfig({ ona }: OnaCloud, shared: Settings): OnaConfig {
  return {
    onaSettings: () => ({
      "gitpod:onaApiUrl": ona.apiUrl,
      "gitpod-azure-devops:platform": "ona",
      "gitpod-azure-devops:runnerId": ona.runnerId,
      ...shared,
    }),
    onaSecretSettings: () => ({ "gitpod:onaToken": ona.token }),
  };
}
