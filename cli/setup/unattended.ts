import { text } from "node:stream/consumers";
import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { azureTenants } from "../entra/azureCli.ts";
import { stacksOf } from "../pulumi/workspace.ts";
import { UsageError } from "../shared/commandLine.ts";
import { fromEnvironment } from "../shared/providerSettings.ts";
import { findPlace } from "./account.ts";
import { checkFlags, type Flags, withFlags } from "./flags.ts";
import { type Plan, withStorage } from "./plan.ts";
import type { Needed, PlatformSetup } from "./platform.ts";
import { refuseForeignFlags, setupOf } from "./platforms.ts";
import { refuseHalfSandbox, withSandbox } from "./sandbox.ts";
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
  const given = withFlags(setup.withEnvironment(start, env), flags);
  const config = await completed(flags.sandbox ? withSandbox(given, setup, env) : given, setup, flags, env);
  const missing = missingFlags(config, setup, flags, target, env);
  if (target === undefined || missing.length > 0) throw new UsageError(missingMessage(missing));
  checkFlags(config, flags, env, true);
  refuseHalfSandbox(config);
  const tokenProblem = problemWith(keyOf(setup.token), config, env);
  if (tokenProblem !== undefined) throw new UsageError(`the token ${tokenProblem}`);
  const plan = flags.verify
    ? await verified(target, config, setup, flags)
    : unverified(target, config, setup, flags, env);
  return withStorage(plan, flags.storeToken);
}

/** Adds the token, which is never a flag, and the tenant of the Azure CLI if no other is set. */
async function completed(config: Config, setup: PlatformSetup, flags: Flags, env: NodeJS.ProcessEnv): Promise<Config> {
  const token = await givenToken(config, setup, flags, env);
  const withToken = token ? { ...config, [keyOf(setup.token)]: token } : config;
  const tenant = tenantOf(config, env) || (await azureTenants(env))[0]?.tenantId;
  return tenant ? withTenant(withToken, tenant) : withToken;
}

async function givenToken(config: Config, { token }: PlatformSetup, flags: Flags, env: NodeJS.ProcessEnv) {
  if (flags.tokenStdin) return (await text(process.stdin)).trim();
  // withSandbox has taken from the environment what the sandbox may know.
  return flags.sandbox ? undefined : fromEnvironment(token, providerSettings(config), env)?.value;
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

type Draft = Omit<Plan, "environment">;

async function verified(target: Target, config: Config, setup: PlatformSetup, flags: Flags): Promise<Draft> {
  const { placeKey, placeFlag } = setup;
  const status = (message: string) => process.stderr.write(`${message}\n`);
  const account = await setup.open(config, { signal: new AbortController().signal, status });
  if (flags[placeFlag] === undefined && namesAllInMap(config, placeKey)) {
    return { target, after: config, account, place: undefined };
  }
  const place = findPlace(flags[placeFlag] ?? config[placeKey] ?? "", account.places, placeFlag);
  return { target, after: { ...config, [placeKey]: place.id }, account, place };
}

function unverified(target: Target, config: Config, setup: PlatformSetup, flags: Flags, env: NodeJS.ProcessEnv): Draft {
  const { placeKey, placeFlag } = setup;
  const given = flags[placeFlag];
  const inMap = given === undefined && namesAllInMap(config, placeKey);
  const after = inMap ? config : { ...config, [placeKey]: given ?? config[placeKey] ?? "" };
  const problem = problemWith(placeKey, after, env);
  if (problem !== undefined) throw new UsageError(`with --no-verify, --${placeFlag} ${problem}`);
  return { target, after, account: undefined, place: undefined };
}
