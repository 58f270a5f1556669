import type { Role } from "../classic/installation.ts";
import { SANDBOX } from "../constants.ts";
import type { Sandbox } from "../types.ts";
import { configCommands } from "./configCommands.ts";

export function classicInventory({ gitpod: { installation } }: Sandbox) {
  const { organizations, people, tokens } = installation;
  const holders = (id: string, role: Role) =>
    people
      .filter((user) => organizations.roleOf(user, id) === role)
      .map((user) => ({ name: user.name, token: tokens.list().find(({ owner }) => owner === user)?.text ?? "" }));
  const list = organizations
    .list()
    .map(({ id, name }) => ({ id, name, owners: holders(id, "owner"), members: holders(id, "member") }));
  return { organizations: list };
}

export function classicRows(sandbox: Sandbox): string[][] {
  const { organizations } = classicInventory(sandbox);
  const names = (holders: readonly { name: string }[]) => holders.map(({ name }) => name.split(" ")[0]).join(", ");
  const people = new Map(organizations.flatMap(({ owners }) => owners).map(({ name, token }) => [name, token]));
  return [
    ...organizations.map(({ id, name, owners, members }) => [
      name,
      id,
      `owner ${names(owners)}, member ${names(members)}`,
    ]),
    ...people,
  ];
}

/** Setting up a stack by hand, in a copy of this repository's settings. */
export function classicInstructions(sandbox: Sandbox): string[] {
  return [
    `  export GITPOD_TOKEN=${sandbox.gitpod.token}`,
    "  cp Pulumi.dev.yaml Pulumi.sandbox.yaml",
    "  pulumi stack select --create sandbox",
    ...configure(sandbox),
    "",
    "  pulumi up",
    "",
    "Then open the stack output activationUrl in a browser and accept: pulumi stack output activationUrl",
  ];
}

function configure(sandbox: Sandbox): string[] {
  const standard =
    sandbox.gitpod.host.endsWith(`:${SANDBOX.gitpodPort}`) &&
    sandbox.entra.authorityHost.endsWith(`:${SANDBOX.entraPort}`);
  if (standard) return [];
  const intro = "Pulumi.dev.yaml has other ports. After you have selected the stack, run:";
  return ["", intro, ...configCommands(sandbox.settings())];
}
