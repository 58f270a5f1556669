import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import type { Membership } from "../../provider/classic/organizations.ts";
import { findOrganization } from "./account.ts";
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
import { askTarget } from "./stack.ts";

/** Makes a plan from the user's answers. Asks nothing that a flag gives. */
export async function interview(workspace: LocalWorkspace, flags: Flags, env: NodeJS.ProcessEnv): Promise<Plan> {
  const target = await askTarget(workspace, flags.stack);
  const prepared = withFlags(withEnvironment(target.before, env), flags);
  checkFlags(prepared, flags, env);
  const { config, account } = await connect(prepared, isGiven(HOST, flags), env);
  const inMap = flags.organization === undefined && namesAllInMap(config);
  if (inMap) say.info("All integrations of this stack are in the setting integrations, which is not changed.");
  const organization = inMap
    ? undefined
    : await askOrganization(account.organizations, config[ORGANIZATION], flags.organization);
  let after: Config = organization === undefined ? config : { ...config, [ORGANIZATION]: organization.id };
  if (!isGiven(TENANT, flags)) after = await askTenant(after, env);
  if (!isGiven(OWNERS, flags)) after = await askOwners(after, env);
  if (!isGiven(ROTATION, flags)) after = await askRotation(after, env);
  return { target, after, account, organization };
}

async function askOrganization(
  organizations: readonly Membership[],
  before: string | undefined,
  given: string | undefined,
): Promise<Membership> {
  if (given !== undefined) return findOrganization(given, organizations);
  const known = organizations.find(({ id }) => id === before);
  if (before && known === undefined) say.warn(`The token has no access to the stack's organization ${before}.`);
  const preset = known ?? organizations.find(({ role }) => role === "owner");
  const choices = organizations.map(({ id, name, slug, role }) => ({
    value: id,
    label: `${name} (${slug}): ${role === undefined ? "your role is not known" : `you are ${role}`}`,
  }));
  const chosen = await choose("Organization", choices, preset?.id);
  return organizations.find(({ id }) => id === chosen) as Membership;
}

async function askTenant(config: Config, env: NodeJS.ProcessEnv): Promise<Config> {
  const known = tenantOf(config, env);
  const signedIn = known === "" ? await azureTenant(env) : undefined;
  const tenant = await askText({
    message: `Microsoft Entra tenant (id)${signedIn === undefined ? "" : "; the Azure CLI is signed in to this one"}`,
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
      "Owners of the app registration (object ids, separated by commas; optional)" +
      (you === undefined ? "" : `; this one is ${you.userPrincipalName}`),
    initial: you?.id ?? known.join(", "),
    check: (text) => problemWith(OWNERS, withOwners(config, split(text)), env),
  });
  return withOwners(config, split(answer));
}

function split(text: string): string[] {
  return text.split(/[\s,;]+/).filter((part) => part !== "");
}

async function askRotation(config: Config, env: NodeJS.ProcessEnv): Promise<Config> {
  const [known, lifetime] = [config[ROTATION] ?? "", Number(config[LIFETIME] || "180")];
  const early = String(lifetime - 30);
  const ages = [...new Set([...(lifetime > 60 ? [early] : []), ...(known === "" ? [] : [known])])];
  const choices: Choice<string>[] = [
    { value: "", label: "never automatically" },
    ...ages.map((age) => ({ value: age, label: `after ${age} days; each time an owner has to activate again` })),
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
