import { PLATFORM_BY_NAME } from "../../platforms/index.ts";
import { systemClock } from "../../provider-kit/clock.ts";
import { documentation } from "../shared/packaged.ts";
import { listed, plain } from "../shared/text.ts";
import { endsSoon, endWords, makeAnother, storeToken } from "../shared/tokenEnd.ts";
import type { Place } from "./account.ts";
import type { Account, PlatformSetup } from "./platform.ts";
import { setupOf } from "./platforms.ts";
import { sandboxWarnings } from "./sandbox.ts";
import {
  ASKED,
  type Change,
  type Config,
  changesBetween,
  HIDDEN,
  keyOf,
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
  /** The variable with the token that the stack does not store, for the commands of this run. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Takes the token out of the settings unless the stack is to store it. */
export function withStorage(plan: Omit<Plan, "environment">, store: boolean): Plan {
  const { token, tokenVariable } = setupOf(plan.after);
  const { [keyOf(token)]: value, ...others } = plan.after;
  if (store || !value) return { ...plan, environment: {} };
  return { ...plan, after: others, environment: { [tokenVariable]: value } };
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
    const name = key === placeKey && plan.place ? ` (${plain(plan.place.name)})` : "";
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
  return TOKENS.includes(key) ? HIDDEN : plain(value);
}

/** Problems that do not stop the setup, but will affect a deployment. */
export function warnings(
  { target, after, account, place }: Plan,
  env: NodeJS.ProcessEnv,
  now = systemClock.now(),
): string[] {
  const { before, names } = target;
  const setup = setupOf(after);
  const ofPlace = place === undefined ? undefined : setup.placeWarning(place);
  return [
    ...(account?.warnings ?? []),
    ...tokenWarnings(account, setup, target.name, now),
    ...(ofPlace === undefined ? [] : [ofPlace]),
    ...platformWarnings(before, after),
    ...setup.moveWarnings(before, after),
    ...sandboxWarnings(after, shortName),
    ...names.problems(after, problemsIn(after, env)).map(({ key, message, fix }) => `${key} ${message}: ${fix}`),
  ];
}

/** A token that ends soon. It begins as what doctor says of it. */
function tokenWarnings(account: Plan["account"], { name }: PlatformSetup, stack: string, now: number): string[] {
  const { tokenEnd } = account ?? {};
  if (tokenEnd === undefined || !endsSoon(tokenEnd, now)) return [];
  const platform = PLATFORM_BY_NAME[name];
  return [`${endWords("The token", tokenEnd, now)} ${makeAnother(platform)}, and ${storeToken(platform, stack)}.`];
}

/** Another platform gets a new integration, and the next deployment deletes the former one. */
function platformWarnings(before: Config, after: Config): string[] {
  const former = setupOf(before);
  if (former.name === setupOf(after).name || !before[former.placeKey]) return [];
  const kept = former.neededToDelete.filter((key) => after[key]);
  const cleanUp =
    kept.length === 0
      ? ""
      : ` The deletion needs ${listed(kept)}, so they stay. Remove them afterwards: pulumi config rm-all ${kept.join(" ")}.`;
  return [
    `The stack's integration was for ${former.displayName}: the next pulumi up deletes it there.${cleanUp} ` +
      `To use both platforms for a while, see ${documentation("migration.md")}.`,
  ];
}
