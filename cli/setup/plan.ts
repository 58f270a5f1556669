import { isAbsolute } from "node:path";
import type { PlatformName } from "../../platforms/index.ts";
import { SANDBOX } from "../../sandbox/constants.ts";
import { documentation, PACKAGED } from "../shared/packaged.ts";
import type { Place } from "./account.ts";
import type { Account } from "./platform.ts";
import { setupOf } from "./platforms.ts";
import {
  API_URL,
  ASKED,
  type Change,
  type Config,
  changesBetween,
  HIDDEN,
  problemsIn,
  shortName,
  TOKENS,
} from "./settings.ts";
import type { Target } from "./stack.ts";

/** What the setup has found out and is going to write. */
export interface Plan {
  readonly target: Target;
  /** All settings as they will be. */
  readonly after: Config;
  /** Undefined with --no-verify. */
  readonly account: Account | undefined;
  /** Organization or runner; undefined with --no-verify, or when all integrations are in the setting `integrations`. */
  readonly place: Place | undefined;
}

export function changesOf({ target, after }: Plan): Change[] {
  return changesBetween(target.before, after);
}

/** One line for each setting that the setup asks for, with its change. Holds no secret. */
export function summary(plan: Plan): string[] {
  const { placeKey } = setupOf(plan.after);
  const changes = new Map(changesOf(plan).map((change) => [change.key, change]));
  const rows = ASKED.flatMap((key): [string, string, string][] => {
    const [before, after] = [shown(key, plan.target.before[key]), shown(key, plan.after[key])];
    if (before === "" && after === "") return [];
    const name = key === placeKey && plan.place ? ` (${plan.place.name})` : "";
    return [[shortName(key), after === "" ? "" : `${after}${name}`, note(changes.get(key), before)]];
  });
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value, text]) => `${name.padEnd(width)}  ${value}${value === "" ? "" : "  "}(${text})`);
}

function note(change: Change | undefined, before: string): string {
  if (change === undefined) return "unchanged";
  if (change.kind === "set") return "new";
  return TOKENS.includes(change.key) ? change.kind : `${change.kind}, was ${before}`;
}

function shown(key: string, value = ""): string {
  if (value === "" || value === "[]") return "";
  return TOKENS.includes(key) ? HIDDEN : value;
}

/** Problems that do not stop the setup, but will affect a deployment. */
export function warnings({ target, after, account, place }: Plan, env: NodeJS.ProcessEnv): string[] {
  const { before, names } = target;
  const setup = setupOf(after);
  const ofPlace = place === undefined ? undefined : setup.placeWarning(place);
  return [
    ...(account?.warnings ?? []),
    ...(ofPlace === undefined ? [] : [ofPlace]),
    ...moveWarnings(before, setup.name),
    ...(before[API_URL] && !after[API_URL] ? [`${API_URL} belongs to the old host, so it is removed.`] : []),
    ...sandboxWarnings(after),
    ...names.problems(after, problemsIn(after, env)).map(({ key, message, fix }) => `${key} ${message}: ${fix}`),
  ];
}

/** Another platform gets a new integration, and the next deployment deletes the former one. */
function moveWarnings(before: Config, name: PlatformName): string[] {
  const former = setupOf(before);
  if (former.name === name || !before[former.placeKey]) return [];
  return [
    `The stack's integration was for the platform ${former.name}: the next pulumi up deletes it there. To use both platforms for a while, see ${documentation("migration.md")}.`,
  ];
}

/** A copy of the repository has a file of settings for any stack called `dev`, and what the setup does not ask for stays. */
function sandboxWarnings(after: Config): string[] {
  const { gitpodPort, entraPort, onaPort, organizationId, runnerId, tenantId } = SANDBOX;
  const ports = [gitpodPort, entraPort, onaPort];
  const values = [...ports.map((port) => `localhost:${port}`), organizationId, runnerId, tenantId];
  const keys = Object.keys(after).filter((key) => values.some((value) => after[key]?.includes(value)));
  if (keys.length === 0) return [];
  return [
    `This stack has settings of the sandbox: ${keys.map(shortName).join(", ")}. ` +
      "For a real installation set up a stack of another name: npx gitpod-azure-devops setup --stack <name>",
  ];
}

/** The commands to run after the setup. */
export function nextSteps({ name, selected }: Target, pulumiCommand: string): string[] {
  // Without Pulumi on PATH, the CLI is one that a checkout has installed.
  const installed = PACKAGED ? pulumiCommand : "npm run pulumi --";
  const pulumi = isAbsolute(pulumiCommand) ? installed : "pulumi";
  const stack = selected ? "" : ` --stack ${name}`;
  return [`${pulumi} preview${stack}`, `${pulumi} up${stack}`, `npx gitpod-azure-devops activate --stack ${name}`];
}

/** The document of --json. Holds no secret. */
export function report(plan: Plan, env: NodeJS.ProcessEnv, pulumiCommand: string): object {
  const { target, after, account, place } = plan;
  const { name, placeFlag } = setupOf(after);
  return {
    ok: true,
    stack: target.name,
    platform: name,
    created: target.isNew,
    changes: changesOf(plan).map(({ key, kind }) => ({ setting: target.names.key(key), kind })),
    ...account?.document,
    ...(place === undefined ? {} : { [placeFlag]: place }),
    warnings: warnings(plan, env),
    next: nextSteps(target, pulumiCommand),
  };
}
