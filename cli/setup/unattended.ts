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
import { openTarget, stackNameProblem, type Target } from "./stack.ts";

/** A plan out of flags, the environment and what the stack has. Asks nobody. */
export async function planFromFlags(workspace: LocalWorkspace, flags: Flags, env: NodeJS.ProcessEnv): Promise<Plan> {
  const name = flags.stack ?? (await stacksOf(workspace)).find(({ current }) => current)?.name;
  const target = await targetOf(workspace, name);
  const config = await completed(withFlags(withEnvironment(target?.before ?? {}, env), flags), flags, env);
  const missing = missingFlags(config, flags, target, env);
  if (target === undefined || missing.length > 0) throw new UsageError(missingMessage(missing));
  checkFlags(config, flags, env, true);
  const tokenProblem = problemWith(TOKEN, config, env);
  if (tokenProblem !== undefined) throw new UsageError(`the token ${tokenProblem}`);
  return flags.verify ? verified(target, config, flags) : unverified(target, config, flags, env);
}

async function targetOf(workspace: LocalWorkspace, name: string | undefined): Promise<Target | undefined> {
  if (name === undefined) return undefined;
  const problem = stackNameProblem(name);
  if (problem !== undefined) throw new UsageError(`--stack ${problem}`);
  return openTarget(workspace, name);
}

/** Adds the token, which is never a flag, and the tenant where somebody is signed in to Azure. */
async function completed(config: Config, flags: Flags, env: NodeJS.ProcessEnv): Promise<Config> {
  const token = flags.tokenStdin ? (await text(process.stdin)).trim() : env.GITPOD_TOKEN;
  const withToken = token ? { ...config, [TOKEN]: token } : config;
  const tenant = tenantOf(config, env) || (await azureTenant(env));
  return tenant ? withTenant(withToken, tenant) : withToken;
}

function missingFlags(config: Config, flags: Flags, target: Target | undefined, env: NodeJS.ProcessEnv): string[] {
  const needed: readonly [given: unknown, flag: string][] = [
    [flags.yes, "--yes                          write the settings without a last question"],
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
  return ["nobody is asked here, and these are missing:", "", ...missing.map((flag) => `  ${flag}`)].join("\n");
}

async function verified(target: Target, config: Config, flags: Flags): Promise<Plan> {
  const status = (message: string) => process.stderr.write(`${message}\n`);
  const account = await openAccount(config, { signal: new AbortController().signal, status });
  if (flags.organization === undefined && namesAllInMap(config)) {
    return { target, after: config, account, organization: undefined };
  }
  const found = findOrganization(flags.organization ?? config[ORGANIZATION] ?? "", account.organizations);
  if (typeof found === "string") throw new UsageError(`--organization ${found}`);
  return { target, after: { ...config, [ORGANIZATION]: found.id }, account, organization: found };
}

function unverified(target: Target, config: Config, flags: Flags, env: NodeJS.ProcessEnv): Plan {
  const inMap = flags.organization === undefined && namesAllInMap(config);
  const after = inMap ? config : { ...config, [ORGANIZATION]: flags.organization ?? config[ORGANIZATION] ?? "" };
  const problem = problemWith(ORGANIZATION, after, env);
  if (problem !== undefined) throw new UsageError(`with --no-verify, --organization ${problem}`);
  return { target, after, account: undefined, organization: undefined };
}
