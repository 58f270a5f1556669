import { isAbsolute } from "node:path";
import { NAMESPACE } from "../../stack/settingsSchema.ts";
import { type Account, type Membership, roleWarning } from "./account.ts";
import {
  API_URL,
  ASKED,
  type Change,
  type Config,
  changesBetween,
  HIDDEN,
  ORGANIZATION,
  problemsIn,
  TOKEN,
} from "./settings.ts";
import type { Target } from "./stack.ts";

/** What the set-up has found out and is going to write. */
export interface Plan {
  readonly target: Target;
  /** All settings as they will be. */
  readonly after: Config;
  /** Undefined when Gitpod was not asked. */
  readonly account: Account | undefined;
  /** Undefined when Gitpod was not asked, or the stack names its integrations in a map. */
  readonly organization: Membership | undefined;
}

export function changesOf({ target, after }: Plan): Change[] {
  return changesBetween(target.before, after);
}

/** The settings that the set-up is about, one a line, with what becomes of each. Holds no secret. */
export function summary(plan: Plan): string[] {
  const changes = new Map(changesOf(plan).map((change) => [change.key, change]));
  const rows = ASKED.flatMap((key): [string, string, string][] => {
    const [before, after] = [shown(key, plan.target.before[key]), shown(key, plan.after[key])];
    if (before === "" && after === "") return [];
    const name = key === ORGANIZATION && plan.organization ? ` (${plan.organization.name})` : "";
    return [[shortName(key), after === "" ? "" : `${after}${name}`, becomes(changes.get(key), before)]];
  });
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value, note]) => `${name.padEnd(width)}  ${value}${value === "" ? "" : "  "}(${note})`);
}

function becomes(change: Change | undefined, before: string): string {
  if (change === undefined) return "as before";
  if (change.kind === "set") return "new";
  return change.key === TOKEN ? change.kind : `${change.kind}, was ${before}`;
}

function shown(key: string, value = ""): string {
  if (value === "" || value === "[]") return "";
  return key === TOKEN ? HIDDEN : value;
}

/** A setting's name as `pulumi config` prints it: that of the project is left out. */
function shortName(key: string): string {
  return key.startsWith(`${NAMESPACE}:`) ? key.slice(NAMESPACE.length + 1) : key;
}

/** What does not stop the set-up, but will trouble a deployment. */
export function warnings({ target, after, organization }: Plan, env: NodeJS.ProcessEnv): string[] {
  const { before } = target;
  const role = organization === undefined ? undefined : roleWarning(organization);
  return [
    ...(role === undefined ? [] : [role]),
    ...(before[API_URL] && !after[API_URL] ? [`${API_URL} belonged to the other host: it is removed.`] : []),
    ...problemsIn(after, env).map(({ key, message, fix }) => `${key} ${message}: ${fix}`),
  ];
}

/** The commands that come after the set-up. */
export function nextSteps({ name, selected }: Target, pulumiCommand: string): string[] {
  // Who has no Pulumi on PATH works with the one that this project keeps.
  const pulumi = isAbsolute(pulumiCommand) ? "npm run pulumi --" : "pulumi";
  const stack = selected ? "" : ` --stack ${name}`;
  return [`${pulumi} preview${stack}`, `${pulumi} up${stack}`, `npm run activate -- --stack ${name}`];
}

/** The outcome as one document for programs. Holds no secret. */
export function report(plan: Plan, env: NodeJS.ProcessEnv, pulumiCommand: string): object {
  const { target, account, organization } = plan;
  return {
    ok: true,
    stack: target.name,
    created: target.isNew,
    changes: changesOf(plan).map(({ key, kind }) => ({ setting: key, kind })),
    ...(account === undefined ? {} : { user: account.user }),
    ...(organization === undefined ? {} : { organization }),
    warnings: warnings(plan, env),
    next: nextSteps(target, pulumiCommand),
  };
}
