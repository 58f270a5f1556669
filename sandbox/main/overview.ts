import { RunnerPhase } from "../../provider/ona/gen/gitpod/v1/runner_pb.js";
import type { Role } from "../classic/installation.ts";
import { GITPOD_TOKENS } from "../classic/service.ts";
import { SANDBOX } from "../constants.ts";
import { ONA_TOKENS } from "../ona/service.ts";
import { STAND_INS } from "../stand-ins/azureadPlugin.ts";
import type { Sandbox } from "../types.ts";

/** What a person or a program needs to use the sandbox. */
export type Overview = ReturnType<typeof overviewOf>;

/**
 * @param page address of the page that shows the sandbox
 * @param environment for the terminal of whoever uses it
 */
export function overviewOf(sandbox: Sandbox, page: string, environment: Readonly<Record<string, string>>) {
  const { gitpod, ona, entra } = sandbox;
  return {
    page,
    gitpod: {
      origin: gitpod.origin,
      apiUrl: gitpod.apiUrl,
      tokenPage: `${gitpod.origin}${GITPOD_TOKENS}`,
      organizations: organizationsOf(sandbox),
    },
    ona: {
      origin: ona.origin,
      apiUrl: ona.apiUrl,
      tokenPage: `${ona.origin}${ONA_TOKENS}`,
      runners: ona.runners.list().map(({ id, name, phase }) => ({ id, name, phase: RunnerPhase[phase].toLowerCase() })),
      tokens: {
        administrator: ona.token,
        readOnly: SANDBOX.onaReadOnlyToken,
        serviceAccount: SANDBOX.onaServiceAccountToken,
      },
    },
    entra: { authorityHost: entra.authorityHost, graphUrl: entra.graphUrl, tenantId: entra.tenantId },
    /** To be put before the machine's own PATH. */
    pluginFolders: [...new Set([sandbox.azuread.folder, STAND_INS])],
    environment,
    settings: { classic: sandbox.settings(), ona: sandbox.onaSettings() },
  };
}

function organizationsOf({ gitpod: { installation } }: Sandbox) {
  const { organizations, people, tokens } = installation;
  const holders = (id: string, role: Role) =>
    people
      .filter((user) => organizations.roleOf(user, id) === role)
      .map((user) => ({ name: user.name, token: tokens.list().find(({ owner }) => owner === user)?.text ?? "" }));
  return organizations
    .list()
    .map(({ id, name }) => ({ id, name, owners: holders(id, "owner"), members: holders(id, "member") }));
}

/** The same as a compact list. */
export function overviewText({ gitpod, ona, entra }: Overview): string {
  const names = (holders: readonly { name: string }[]) => holders.map(({ name }) => name.split(" ")[0]).join(", ");
  const people = new Map(gitpod.organizations.flatMap(({ owners }) => owners).map(({ name, token }) => [name, token]));
  return [
    `Gitpod Classic  ${gitpod.origin}   API ${gitpod.apiUrl}   tokens ${gitpod.tokenPage}`,
    ...columns([
      ...gitpod.organizations.map(({ id, name, owners, members }) => [
        name,
        id,
        `owner ${names(owners)}, member ${names(members)}`,
      ]),
      ...[...people].map(([name, token]) => [name, token]),
    ]),
    `Ona  ${ona.origin}   API ${ona.apiUrl}   tokens ${ona.tokenPage}`,
    ...columns([
      ...ona.runners.map(({ name, id, phase }) => [name, id, phase === "created" ? "never registered" : phase]),
      ["Administrator", ona.tokens.administrator],
      ["Read-only", ona.tokens.readOnly],
      ["Service account", ona.tokens.serviceAccount],
    ]),
    `Entra  ${entra.authorityHost}   Graph ${entra.graphUrl}`,
    ...columns([["Tenant", entra.tenantId]]),
  ].join("\n");
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const [first, second] = [0, 1].map((place) => Math.max(...rows.map((row) => row[place]?.length ?? 0))) as [
    number,
    number,
  ];
  return rows.map(([name = "", id = "", rest = ""]) =>
    `  ${name.padEnd(first)}  ${id.padEnd(second)}  ${rest}`.trimEnd(),
  );
}
