import { ONA } from "../../platforms/ona.ts";
import { Principal } from "../../provider/ona/gen/gitpod/v1/identity_pb.js";
import { RunnerProvider } from "../../provider/ona/gen/gitpod/v1/runner_pb.js";
import { SANDBOX } from "../constants.ts";
import { onaInstructions, onaInventory, onaRows } from "../main/ona.ts";
import { onaActions } from "../page/actions/ona.ts";
import { onaSection } from "../page/sections/ona.ts";
import type { SandboxPlatform } from "../platform.ts";
import { onaPlaces, onaSituations } from "../play/ona.ts";
import type { Sandbox } from "../types.ts";
import { ONA_TOKENS } from "./service.ts";

const { onaToken, onaOrganizationId, runnerId } = SANDBOX;

export const onaSandbox: SandboxPlatform = {
  name: ONA.name,
  displayName: ONA.displayName,
  cloud: "ona",
  creation: "CreateSCMIntegration",
  fixed: { onaToken, onaOrganizationId, runnerId },
  furnish,
  places: onaPlaces,
  situations: onaSituations,
  setLag({ ona }, lag) {
    ona.integrations.readLag = lag / 4;
  },
  tokens: ({ ona }) => ona.access.tokens,
  giveTokenBack({ ona }) {
    ona.access.addToken({}, ona.token);
  },
  tokenPage: ONA_TOKENS,
  inventory: onaInventory,
  inventoryRows: onaRows,
  settings: (sandbox) => sandbox.onaSettings(),
  instructions: onaInstructions,
  section: onaSection,
  actions: onaActions,
};

function furnish({ ona: { access, runners } }: Sandbox, otherHost: string): void {
  const { gcp, unregistered } = SANDBOX.otherRunners;
  runners.add({ id: gcp, name: "Acme GCP", provider: RunnerProvider.GCP, region: "europe-west3" });
  runners.add({ id: unregistered, name: "Acme new", registered: false });
  for (const { reachableHosts } of runners.list()) reachableHosts.add(otherHost);
  access.addToken({ readOnly: true }, SANDBOX.onaReadOnlyToken);
  access.addToken({ principal: Principal.SERVICE_ACCOUNT }, SANDBOX.onaServiceAccountToken);
}
