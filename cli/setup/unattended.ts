import { text } from "node:stream/consumers";
import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { stacksOf } from "../pulumi/workspace.ts";
import { UsageError } from "../shared/commandLine.ts";
import { fromEnvironment } from "../shared/providerSettings.ts";
import { findPlace } from "./account.ts";
import { azureTenant } from "./azureCli.ts";
import { checkFlags, type Flags, withFlags } from "./flags.ts";
import type { Plan } from "./plan.ts";
import type { Needed, PlatformSetup } from "./platform.ts";
import { refuseForeignFlags, setupOf } from "./platforms.ts";
import {
  type Config,
  keyOf,
  namesAllInMap,
  problemWith,
  providerSettings,
  tenantOf,
  withPlatform,
  withTenant,
} from "./settings.ts";
import { checkedStackName, openTarget, type Target } from "./stack.ts";

/** Makes a plan from flags, the environment and the stack's settings. Asks nothing. */
export async function planFromFlags(workspace: LocalWorkspace, flags: Flags, env: NodeJS.ProcessEnv): Promise<Plan> {
  const name = flags.stack ?? (await stacksOf(workspace)).find(({ current }) => current)?.name;
  const target = name === undefined ? undefined : await openTarget(workspace, checkedStackName(name));
  const { before = {} } = target ?? {};
  const start = flags.platform === undefined ? before : withPlatform(before, flags.platform);
  const setup = setupOf(start);
  refuseForeignFlags(setup, flags);
  const config = await completed(withFlags(setup.withEnvironment(start, env), flags), setup, flags, env);
  const missing = missingFlags(config, setup, flags, target, env);
  if (target === undefined || missing.length > 0) throw new UsageError(missingMessage(missing));
  checkFlags(config, flags, env, true);
  const tokenProblem = problemWith(keyOf(setup.token), config, env);
  if (tokenProblem !== undefined) throw new UsageError(`the token ${tokenProblem}`);
  return flags.verify ? verified(target, config, setup, flags) : unverified(target, config, setup, flags, env);
}

/** Adds the token, which is never a flag, and the tenant of the Azure CLI if no other is set. */
async function completed(config: Config, setup: PlatformSetup, flags: Flags, env: NodeJS.ProcessEnv): Promise<Config> {
  const token = flags.tokenStdin
    ? (await text(process.stdin)).trim()
    : fromEnvironment(setup.token, providerSettings(config), env)?.value;
  const withToken = token ? { ...config, [keyOf(setup.token)]: token } : config;
  const tenant = tenantOf(config, env) || (await azureTenant(env));
  return tenant ? withTenant(withToken, tenant) : withToken;
}

function missingFlags(
  config: Config,
  setup: PlatformSetup,
  flags: Flags,
  target: Target | undefined,
  env: NodeJS.ProcessEnv,
): string[] {
  const { placeKey, placeFlag } = setup;
  const hasPlace = flags[placeFlag] ?? (config[placeKey] || namesAllInMap(config, placeKey));
  const needed: readonly Needed[] = [
    [flags.yes, "--yes", "write the settings without asking"],
    [target, "--stack <name>", "the stack to set up"],
    ...setup.needed(config),
    [config[keyOf(setup.token)] || !flags.verify, `${setup.tokenVariable} or --token-stdin`, setup.neededToken],
    [hasPlace, `--${placeFlag} <${placeFlag}>`, setup.neededPlace],
    [tenantOf(config, env), "--tenant <id>", "the Microsoft Entra tenant"],
  ];
  return needed.filter(([given]) => !given).map(([, flag, meaning]) => `${flag.padEnd(29)}  ${meaning}`);
}

function missingMessage(missing: readonly string[]): string {
  return ["no questions can be asked here, and these are missing:", "", ...missing.map((flag) => `  ${flag}`)].join(
    "\n",
  );
}

async function verified(target: Target, config: Config, setup: PlatformSetup, flags: Flags): Promise<Plan> {
  const { placeKey, placeFlag } = setup;
  const status = (message: string) => process.stderr.write(`${message}\n`);
  const account = await setup.open(config, { signal: new AbortController().signal, status });
  if (flags[placeFlag] === undefined && namesAllInMap(config, placeKey)) {
    return { target, after: config, account, place: undefined };
  }
  const place = findPlace(flags[placeFlag] ?? config[placeKey] ?? "", account.places, placeFlag);
  return { target, after: { ...config, [placeKey]: place.id }, account, place };
}

function unverified(target: Target, config: Config, setup: PlatformSetup, flags: Flags, env: NodeJS.ProcessEnv): Plan {
  const { placeKey, placeFlag } = setup;
  const given = flags[placeFlag];
  const inMap = given === undefined && namesAllInMap(config, placeKey);
  const after = inMap ? config : { ...config, [placeKey]: given ?? config[placeKey] ?? "" };
  const problem = problemWith(placeKey, after, env);
  if (problem !== undefined) throw new UsageError(`with --no-verify, --${placeFlag} ${problem}`);
  return { target, after, account: undefined, place: undefined };
}
