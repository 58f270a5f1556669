import { randomUUID } from "node:crypto";
import { Principal } from "../provider/ona/gen/gitpod/v1/identity_pb.js";
import { RunnerProvider } from "../provider/ona/gen/gitpod/v1/runner_pb.js";
import { SANDBOX } from "./constants.ts";
import { startSandbox } from "./index.ts";
import type { Sandbox, SandboxOptions } from "./types.ts";

/** A host beside dev.azure.com that both platforms reach: an Azure DevOps Server. */
const OTHER_HOST = "devops.example.com";

/** Starts the sandbox with fixed ids and tokens, and with more organizations, people and runners than a test needs. */
export async function startPlayground(ports: SandboxOptions): Promise<Sandbox> {
  const { token, organizationId, tenantId, onaToken, onaOrganizationId, runnerId } = SANDBOX;
  const fixed = { token, organizationId, tenantId, onaToken, onaOrganizationId, runnerId };
  const sandbox = await startSandbox({ ...ports, ...fixed });
  furnishClassic(sandbox);
  furnishOna(sandbox);
  return sandbox;
}

/** Two owners, each a member where the other one is the owner. */
function furnishClassic({ gitpod: { installation, organizationId } }: Sandbox): void {
  const { globex, initech } = SANDBOX.otherOrganizations;
  const { organizations, user: sam } = installation;
  const mia = { id: randomUUID(), name: "Mia Sandbox" };
  installation.people.push(mia);
  installation.tokens.add(mia, {}, SANDBOX.memberToken);
  organizations.add({ id: globex, name: "Globex", slug: "globex", role: "owner" }, sam);
  organizations.add({ id: initech, name: "Initech", slug: "initech", role: "owner" }, mia);
  for (const id of [organizationId, globex]) installation.setRole(id, "member", mia);
  installation.setRole(initech, "member", sam);
  installation.setReachable(OTHER_HOST);
}

function furnishOna({ ona: { access, runners } }: Sandbox): void {
  const { gcp, unregistered } = SANDBOX.otherRunners;
  runners.add({ id: gcp, name: "Acme GCP", provider: RunnerProvider.GCP, region: "europe-west3" });
  runners.add({ id: unregistered, name: "Acme new", registered: false });
  for (const { reachableHosts } of runners.list()) reachableHosts.add(OTHER_HOST);
  access.addToken({ readOnly: true }, SANDBOX.onaReadOnlyToken);
  access.addToken({ principal: Principal.SERVICE_ACCOUNT }, SANDBOX.onaServiceAccountToken);
}
