import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { stacksOf } from "../pulumi/workspace.ts";
import { UsageError } from "../shared/commandLine.ts";
import { type Account, findOrganization, type Membership } from "./account.ts";
import { azureTenant, azureUser } from "./azureCli.ts";
import { connect } from "./connect.ts";
import { checkFlags, type Flags, isGiven, withFlags } from "./flags.ts";
import type { Plan } from "./plan.ts";
import { askText, type Choice, choose, say } from "./prompts.ts";
import {
  type Config,
  HOST,
  LIFETIME,
  namesAllInMap,
  ORGANIZATION,
  OWNERS,
  ownersOf,
  problemWith,
  ROTATION,
  TENANT,
  tenantOf,
  withEnvironment,
  withOwners,
  withTenant,
} from "./settings.ts";
import { stackNameProblem, type Target } from "./stack.ts";
import { unlockTarget } from "./unlock.ts";

/** A plan out of what a person answers. What flags say is not asked. */
export async function interview(workspace: LocalWorkspace, flags: Flags, env: NodeJS.ProcessEnv): Promise<Plan> {
  const target = await askTarget(workspace, flags.stack);
  const prepared = withFlags(withEnvironment(target.before, env), flags);
  checkFlags(prepared, flags, env);
  const { config, account } = await connect(prepared, isGiven(HOST, flags), env);
  const inMap = flags.organization === undefined && namesAllInMap(config);
  if (inMap) say.info("The stack names its integrations in the setting integrations, which stays as it is.");
  const organization = inMap ? undefined : await askOrganization(account, config, flags.organization);
  let after: Config = organization === undefined ? config : { ...config, [ORGANIZATION]: organization.id };
  if (!isGiven(TENANT, flags)) after = await askTenant(after, env);
  if (!isGiven(OWNERS, flags)) after = await askOwners(after, env);
  if (!isGiven(ROTATION, flags)) after = await askRotation(after, env);
  return { target, after, account, organization };
}

async function askTarget(workspace: LocalWorkspace, given: string | undefined): Promise<Target> {
  const problem = given === undefined ? undefined : stackNameProblem(given);
  if (problem !== undefined) throw new UsageError(`--stack ${problem}`);
  const name = given ?? (await askStackName(workspace));
  const target = await unlockTarget(workspace, name);
  if (target.isNew) say.info(`There is no stack ${name} yet. At the end it is made, which also selects it.`);
  return target;
}

async function askStackName(workspace: LocalWorkspace): Promise<string> {
  const stacks = await stacksOf(workspace);
  // No stack can have this name.
  const another = "/";
  const choices: Choice<string>[] = stacks.map(({ name, current }) => ({
    value: name,
    label: name,
    ...(current ? { hint: "selected" } : {}),
  }));
  if (choices.length > 0) {
    const selected = stacks.find(({ current }) => current)?.name;
    const chosen = await choose("Stack", [...choices, { value: another, label: "a new one" }], selected);
    if (chosen !== another) return chosen;
  }
  return askText({
    message: "Name of the new stack",
    initial: stacks.length === 0 ? "prod" : "",
    check: stackNameProblem,
  });
}

async function askOrganization(account: Account, config: Config, given: string | undefined): Promise<Membership> {
  if (given !== undefined) {
    const found = findOrganization(given, account.organizations);
    if (typeof found === "string") throw new UsageError(`--organization ${found}`);
    return found;
  }
  const known = account.organizations.find(({ id }) => id === config[ORGANIZATION]);
  if (config[ORGANIZATION] && known === undefined) {
    say.warn(`The stack's organization ${config[ORGANIZATION]} is none of this token's.`);
  }
  const preset = known ?? account.organizations.find(({ role }) => role === "owner");
  const choices = account.organizations.map(({ id, name, slug, role }) => ({
    value: id,
    label: `${name} (${slug}): ${role === undefined ? "your role is not known" : `you are ${role}`}`,
  }));
  const id = await choose("Organization", choices, preset?.id);
  return account.organizations.find((organization) => organization.id === id) as Membership;
}

async function askTenant(config: Config, env: NodeJS.ProcessEnv): Promise<Config> {
  const known = tenantOf(config, env);
  const signedIn = known === "" ? await azureTenant(env) : undefined;
  const tenant = await askText({
    message: `Microsoft Entra tenant (id)${signedIn === undefined ? "" : "; offered is the Azure CLI's"}`,
    initial: known || signedIn || "",
    check: (text) => problemWith(TENANT, withTenant(config, text), env),
  });
  return withTenant(config, tenant);
}

async function askOwners(config: Config, env: NodeJS.ProcessEnv): Promise<Config> {
  const known = ownersOf(config);
  const you = known.length === 0 ? await azureUser(env) : undefined;
  const answer = await askText({
    message:
      "Owners of the app registration, object ids with commas between them; may be empty" +
      (you === undefined ? "" : `. Offered is ${you.userPrincipalName}`),
    initial: you?.id ?? known.join(", "),
    check: (text) => problemWith(OWNERS, withOwners(config, listed(text)), env),
  });
  return withOwners(config, listed(answer));
}

function listed(text: string): string[] {
  return text.split(/[\s,;]+/).filter((part) => part !== "");
}

async function askRotation(config: Config, env: NodeJS.ProcessEnv): Promise<Config> {
  const [known, lifetime] = [config[ROTATION] ?? "", Number(config[LIFETIME] || "180")];
  const early = String(lifetime - 30);
  const ages = [...new Set([...(lifetime > 60 ? [early] : []), ...(known === "" ? [] : [known])])];
  const choices: Choice<string>[] = [
    { value: "", label: "never by itself" },
    ...ages.map((age) => ({ value: age, label: `at ${age} days; an owner has to activate again, each time` })),
    { value: "other", label: "at another age" },
  ];
  const chosen = await choose(`Renew the client secret, which is valid for ${lifetime} days`, choices, known);
  const days = chosen === "other" ? await askAge(config, env) : chosen;
  return { ...config, [ROTATION]: days };
}

function askAge(config: Config, env: NodeJS.ProcessEnv): Promise<string> {
  const check = (text: string) => problemWith(ROTATION, { ...config, [ROTATION]: text }, env);
  return askText({ message: "Age in days", check });
}
