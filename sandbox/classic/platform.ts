import { randomUUID } from "node:crypto";
import { CLASSIC } from "../../platforms/classic.ts";
import { SANDBOX } from "../constants.ts";
import { classicInstructions, classicInventory, classicRows } from "../main/classic.ts";
import { classicActions } from "../page/actions/classic.ts";
import { classicSection } from "../page/sections/classic.ts";
import type { SandboxPlatform } from "../platform.ts";
import { classicPlaces, classicSituations } from "../play/classic.ts";
import type { Sandbox } from "../types.ts";
import { GITPOD_TOKENS } from "./service.ts";

export const classicSandbox: SandboxPlatform = {
  name: CLASSIC.name,
  displayName: CLASSIC.displayName,
  cloud: "gitpod",
  creation: "CreateAuthProvider",
  fixed: { token: SANDBOX.token, organizationId: SANDBOX.organizationId },
  furnish,
  places: classicPlaces,
  situations: classicSituations,
  setLag({ gitpod }, lag) {
    gitpod.installation.propagationDelay = lag / 2;
  },
  tokens: ({ gitpod }) => gitpod.installation.tokens,
  giveTokenBack({ gitpod: { installation, token } }) {
    installation.tokens.add(installation.user, {}, token);
  },
  tokenPage: GITPOD_TOKENS,
  inventory: classicInventory,
  inventoryRows: classicRows,
  settings: (sandbox) => sandbox.settings(),
  instructions: classicInstructions,
  section: classicSection,
  actions: classicActions,
};

/** Two owners, each a member where the other one is the owner. */
function furnish({ gitpod: { installation, organizationId } }: Sandbox, otherHost: string): void {
  const { globex, initech } = SANDBOX.otherOrganizations;
  const { organizations, user: sam } = installation;
  const mia = { id: randomUUID(), name: "Mia Sandbox" };
  installation.people.push(mia);
  installation.tokens.add(mia, {}, SANDBOX.memberToken);
  organizations.add({ id: globex, name: "Globex", slug: "globex", role: "owner" }, sam);
  organizations.add({ id: initech, name: "Initech", slug: "initech", role: "owner" }, mia);
  for (const id of [organizationId, globex]) installation.setRole(id, "member", mia);
  installation.setRole(initech, "member", sam);
  installation.setReachable(otherHost);
}
