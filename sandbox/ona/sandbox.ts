import { randomUUID } from "node:crypto";
import type { Clock } from "../../provider-kit/clock.ts";
import type { AzureDevOps } from "../azureDevOps.ts";
import type { OnaSandbox, SandboxOptions } from "../types.ts";
import { Access } from "./access.ts";
import { Runners } from "./runners.ts";
import { ScmIntegrations } from "./scmIntegrations.ts";
import { OnaService } from "./service.ts";
import { SignIns } from "./signIns.ts";

/** Ona with one organization: the service, and what tests get of it once it listens on a port. */
export function prepareOna(options: SandboxOptions, clock: Clock, azureDevOps: AzureDevOps) {
  let origin = "";
  const { readLag = 0, duplicates = "refused" } = options;
  const access = new Access(options.onaOrganizationId ?? randomUUID(), clock);
  const signIns = new SignIns();
  const integrations = new ScmIntegrations({ clock, signIns, readLag, duplicates });
  const organization = { access, runners: new Runners(() => origin), integrations, signIns, azureDevOps };
  const at = (port: number): OnaSandbox => {
    const host = `localhost:${port}`;
    origin = `http://${host}`;
    const { id: runnerId } = organization.runners.add({ name: "Acme AWS", ...idOf(options) });
    const token = access.addToken({}, options.onaToken);
    const { organizationId } = access;
    return { host, origin, apiUrl: `${origin}/api`, token, organizationId, runnerId, ...organization };
  };
  return { service: new OnaService(organization, () => origin), at };
}

function idOf({ runnerId }: SandboxOptions): { id?: string } {
  return runnerId === undefined ? {} : { id: runnerId };
}
