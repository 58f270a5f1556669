import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { PLATFORMS } from "../../platforms/index.ts";
import { findPlace, type Place } from "./account.ts";
import { azureTenant, azureUser } from "./azureCli.ts";
import { connect } from "./connect.ts";
import { checkFlags, type Flags, isGiven, withFlags } from "./flags.ts";
import type { Plan } from "./plan.ts";
import type { Account, PlatformSetup } from "./platform.ts";
import { refuseForeignFlags, setupOf } from "./platforms.ts";
import { askText, type Choice, choose, say } from "./prompts.ts";
import {
  type Config,
  LIFETIME,
  namesAllInMap,
  OWNERS,
  ownersOf,
  PLATFORM,
  problemWith,
  ROTATION,
  TENANT,
  tenantOf,
  withOwners,
  withPlatform,
  withTenant,
} from "./settings.ts";
import { askTarget } from "./stack.ts";

/** Makes a plan from the user's answers. Asks nothing that a flag gives. */
export async function interview(workspace: LocalWorkspace, flags: Flags, env: NodeJS.ProcessEnv): Promise<Plan> {
  const target = await askTarget(workspace, flags.stack);
  const { before } = target;
  const asked = flags.platform === undefined && target.declares(PLATFORM) ? await askPlatform(before) : before;
  const start = flags.platform === undefined ? asked : withPlatform(before, flags.platform);
  const setup = setupOf(start);
  refuseForeignFlags(setup, flags);
  const prepared = withFlags(setup.withEnvironment(start, env), flags);
  checkFlags(prepared, flags, env);
  const { config, account } = await connect(setup, prepared, flags, env);
  const { placeKey, placeFlag } = setup;
  const inMap = flags[placeFlag] === undefined && namesAllInMap(config, placeKey);
  if (inMap) say.info("All integrations of this stack are in the setting integrations, which is not changed.");
  const place = inMap ? undefined : await askPlace(account, setup, config[placeKey], flags[placeFlag]);
  let after: Config = place === undefined ? config : { ...config, [placeKey]: place.id };
  if (!isGiven(TENANT, flags)) after = await askTenant(after, env);
  if (!isGiven(OWNERS, flags)) after = await askOwners(after, env);
  if (!isGiven(ROTATION, flags)) after = await askRotation(after, setup, env);
  return { target, after, account, place };
}

async function askPlatform(config: Config): Promise<Config> {
  const known = setupOf(config).name;
  const choices = PLATFORMS.map(({ name, displayName }) => ({ value: name, label: displayName }));
  return withPlatform(config, await choose("Platform", choices, known));
}

async function askPlace(
  { places }: Account,
  setup: PlatformSetup,
  before: string | undefined,
  given: string | undefined,
): Promise<Place> {
  const { placeFlag, placeWarning } = setup;
  if (given !== undefined) return findPlace(given, places, placeFlag);
  const known = places.find(({ id }) => id === before);
  if (before && known === undefined) say.warn(`The token has no access to the stack's ${placeFlag} ${before}.`);
  const preset = known ?? places.find((place) => placeWarning(place) === undefined);
  const choices = places.map((place) => ({ value: place.id, label: setup.label(place) }));
  const chosen = await choose(placeFlag === "runner" ? "Runner" : "Organization", choices, preset?.id);
  return places.find(({ id }) => id === chosen) as Place;
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

async function askRotation(config: Config, { renewal }: PlatformSetup, env: NodeJS.ProcessEnv): Promise<Config> {
  const [known, lifetime] = [config[ROTATION] ?? "", Number(config[LIFETIME] || "180")];
  const early = String(lifetime - 30);
  const ages = [...new Set([...(lifetime > 60 ? [early] : []), ...(known === "" ? [] : [known])])];
  const choices: Choice<string>[] = [
    { value: "", label: "never automatically" },
    ...ages.map((age) => ({ value: age, label: `after ${age} days; ${renewal}` })),
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
