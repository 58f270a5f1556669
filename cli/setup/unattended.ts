import { text } from "node:stream/consumers";
import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { stacksOf } from "../pulumi/workspace.ts";
import { UsageError } from "../shared/commandLine.ts";
import { findOrganization, openAccount } from "./account.ts";
import { azureTenant } from "./azureCli.ts";
import { checkFlags, type Flags, withFlags } from "./flags.ts";
import type { Plan } from "./plan.ts";
import {
  type Config,
  HOST,
  namesAllInMap,
  ORGANIZATION,
  problemWith,
  TOKEN,
  tenantOf,
  withEnvironment,
  withTenant,
} from "./settings.ts";
import { checkedStackName, openTarget, type Target } from "./stack.ts";

/** Makes a plan from flags, the environment and the stack's settings. Asks nothing. */
export async function planFromFlags(workspace: LocalWorkspace, flags: Flags, env: NodeJS.ProcessEnv): Promise<Plan> {
  const name = flags.stack ?? (await stacksOf(workspace)).find(({ current }) => current)?.name;
  const target = name === undefined ? undefined : await openTarget(workspace, checkedStackName(name));
  const config = await completed(withFlags(withEnvironment(target?.before ?? {}, env), flags), flags, env);
  const missing = missingFlags(config, flags, target, env);
  if (target === undefined || missing.length > 0) throw new UsageError(missingMessage(missing));
  checkFlags(config, flags, env, true);
  const tokenProblem = problemWith(TOKEN, config, env);
  if (tokenProblem !== undefined) throw new UsageError(`the token ${tokenProblem}`);
  return flags.verify ? verified(target, config, flags) : unverified(target, config, flags, env);
}

/** Adds the token, which is never a flag, and the tenant of the Azure CLI if no other is set. */
async function completed(config: Config, flags: Flags, env: NodeJS.ProcessEnv): Promise<Config> {
  const token = flags.tokenStdin ? (await text(process.stdin)).trim() : env.GITPOD_TOKEN;
  const withToken = token ? { ...config, [TOKEN]: token } : config;
  const tenant = tenantOf(config, env) || (await azureTenant(env));
  return tenant ? withTenant(withToken, tenant) : withToken;
}

function missingFlags(config: Config, flags: Flags, target: Target | undefined, env: NodeJS.ProcessEnv): string[] {
  const needed: readonly [given: unknown, flag: string][] = [
    [flags.yes, "--yes                          write the settings without asking"],
    [target, "--stack <name>                 the stack to set up"],
    [config[HOST], "--host <host>                  the Gitpod installation"],
    [
      config[TOKEN] || !flags.verify,
      "GITPOD_TOKEN or --token-stdin  the token of an organization owner, for this host",
    ],
    [
      flags.organization ?? (config[ORGANIZATION] || namesAllInMap(config)),
      "--organization <organization>  id, short name or name in Gitpod",
    ],
    [tenantOf(config, env), "--tenant <id>                  the Microsoft Entra tenant"],
  ];
  return needed.filter(([given]) => !given).map(([, flag]) => flag);
}

function missingMessage(missing: readonly string[]): string {
  return ["no questions can be asked here, and these are missing:", "", ...missing.map((flag) => `  ${flag}`)].join(
    "\n",
  );
}

async function verified(target: Target, config: Config, flags: Flags): Promise<Plan> {
  const status = (message: string) => process.stderr.write(`${message}\n`);
  const account = await openAccount(config, { signal: new AbortController().signal, status });
  if (flags.organization === undefined && namesAllInMap(config)) {
    return { target, after: config, account, organization: undefined };
  }
  const organization = findOrganization(flags.organization ?? config[ORGANIZATION] ?? "", account.organizations);
  return { target, after: { ...config, [ORGANIZATION]: organization.id }, account, organization };
}

function unverified(target: Target, config: Config, flags: Flags, env: NodeJS.ProcessEnv): Plan {
  const inMap = flags.organization === undefined && namesAllInMap(config);
  const after = inMap ? config : { ...config, [ORGANIZATION]: flags.organization ?? config[ORGANIZATION] ?? "" };
  const problem = problemWith(ORGANIZATION, after, env);
  if (problem !== undefined) throw new UsageError(`with --no-verify, --organization ${problem}`);
  return { target, after, account: undefined, organization: undefined };
}
