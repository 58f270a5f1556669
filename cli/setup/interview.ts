import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { PLATFORMS } from "../../platforms/index.ts";
import { azureTenants } from "../entra/azureCli.ts";
import { capitalized } from "../shared/text.ts";
import { findPlace, type Place } from "./account.ts";
import { connect } from "./connect.ts";
import { askOwners, askTenant } from "./directory.ts";
import { checkFlags, type Flags, isGiven, withFlags } from "./flags.ts";
import { askForBackend } from "./login.ts";
import { type Plan, withStorage } from "./plan.ts";
import type { Account, PlatformSetup } from "./platform.ts";
import { refuseForeignFlags, setupOf } from "./platforms.ts";
import { askText, type Choice, choose, say } from "./prompts.ts";
import { askSandbox, askSandboxEntra, withSandbox } from "./sandbox.ts";
import {
  type Config,
  LIFETIME,
  namesAllInMap,
  OWNERS,
  PLATFORM,
  problemWith,
  ROTATION,
  TENANT,
  withPlatform,
} from "./settings.ts";
import { askForSignIn } from "./signIn.ts";
import { askTarget, type Target } from "./stack.ts";
import { askStorage } from "./token.ts";

/** Makes a plan from the user's answers. Asks nothing that a flag gives. */
export async function interview(workspace: LocalWorkspace, flags: Flags, env: NodeJS.ProcessEnv): Promise<Plan> {
  await askForBackend(workspace);
  const target = await askTarget(workspace, flags.stack);
  const sandbox = flags.sandbox ?? (await askSandbox(target, flags, env));
  const { before } = target;
  const asked = flags.platform === undefined && target.declares(PLATFORM) ? await askPlatform(before) : before;
  const start = flags.platform === undefined ? asked : withPlatform(before, flags.platform);
  const setup = setupOf(start);
  refuseForeignFlags(setup, flags);
  const given = withFlags(setup.withEnvironment(start, env), flags);
  const prepared = sandbox ? withSandbox(given, setup, env) : given;
  checkFlags(prepared, flags, env);
  const { config: connected, account } = await connect(setup, prepared, flags, env, sandbox);
  const config = await askSandboxEntra(connected, env);
  const place = await choosePlace(account, setup, config, flags);
  let after: Config = place === undefined ? config : { ...config, [setup.placeKey]: place.id };
  // The sandbox has one tenant, which nobody signs in to by hand.
  if (!sandbox && config === connected) after = await askDirectory(after, target, flags, env);
  if (!isGiven(ROTATION, flags) && target.declares(ROTATION)) after = await askRotation(after, setup, env);
  return withStorage(
    { target, after, account, place },
    flags.storeToken && (sandbox || (await askStorage(target, setup))),
  );
}

async function askDirectory(
  before: Config,
  { declares }: Target,
  flags: Flags,
  env: NodeJS.ProcessEnv,
): Promise<Config> {
  const signedIn = await azureTenants(env);
  const config = isGiven(TENANT, flags) ? before : await askTenant(before, env, signedIn);
  await askForSignIn(config, env);
  return isGiven(OWNERS, flags) || !declares(OWNERS) ? config : askOwners(config, env, await azureTenants(env));
}

async function askPlatform(config: Config): Promise<Config> {
  const known = setupOf(config).name;
  const choices = PLATFORMS.map(({ name, displayName }) => ({ value: name, label: displayName }));
  return withPlatform(config, await choose("Platform", choices, known));
}

/** Undefined when all integrations are in the map, and no flag says otherwise. */
async function choosePlace(
  account: Account,
  setup: PlatformSetup,
  config: Config,
  flags: Flags,
): Promise<Place | undefined> {
  const { placeKey, placeFlag } = setup;
  const given = flags[placeFlag];
  if (given !== undefined) return findPlace(given, account.places, placeFlag);
  if (!namesAllInMap(config, placeKey)) return askPlace(account, setup, config[placeKey]);
  say.info("All integrations of this stack are in the setting integrations, which is not changed.");
  return undefined;
}

async function askPlace({ places }: Account, setup: PlatformSetup, before: string | undefined): Promise<Place> {
  const { placeFlag, placeWarning } = setup;
  const known = places.find(({ id }) => id === before);
  if (before && known === undefined) say.warn(`The token has no access to the stack's ${placeFlag} ${before}.`);
  const preset = known ?? places.find((place) => placeWarning(place) === undefined);
  const choices = places.map((place) => ({ value: place.id, label: setup.label(place) }));
  const chosen = await choose(capitalized(placeFlag), choices, preset?.id);
  return places.find(({ id }) => id === chosen) as Place;
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
