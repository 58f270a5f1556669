import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import type { CallContext } from "../../provider/connect/retry.ts";
import { decrypted } from "../pulumi/workspace.ts";
import { AccountError, type Place } from "../setup/account.ts";
import type { Account, PlatformSetup } from "../setup/platform.ts";
import { setupOf } from "../setup/platforms.ts";
import {
  type Config,
  HIDDEN,
  INTEGRATIONS,
  keyOf,
  namesAllInMap,
  providerSettings,
  TENANT,
} from "../setup/settings.ts";
import type { Target } from "../setup/stack.ts";
import { documentation } from "../shared/packaged.ts";
import { fromEnvironment } from "../shared/providerSettings.ts";
import { plain } from "../shared/text.ts";
import type { PlatformAdoption } from "./platform.ts";
import { ADOPTIONS } from "./platforms.ts";

/** A stack that is set up, and the organization or runner that its token gives access to. */
export interface Connected {
  readonly adoption: PlatformAdoption;
  readonly setup: PlatformSetup;
  /** The stack's settings, with what the provider takes from the environment. */
  readonly given: Config;
  /** The same, with the address at which the API answers. */
  readonly config: Config;
  readonly place: Place;
}

/**
 * Tries the stack's token, and finds the place of its integration. Where the API does not answer at the stack's address, it
 * is looked for at the platform's other one.
 *
 * @throws AccountError, or Error with the command to run first
 */
export async function connectTo(target: Target, env: NodeJS.ProcessEnv, context: CallContext): Promise<Connected> {
  const setup = setupOf(target.before);
  const adoption = ADOPTIONS[setup.name];
  const given = withToken(setup.withEnvironment(target.before, env), setup, env);
  refuseUnready(given, setup, target.name);
  const { config, account } = await openAtAnyAddress(given, setup, context);
  const id = config[setup.placeKey] ?? "";
  const place = account.places.find((each) => each.id.toLowerCase() === id.toLowerCase());
  if (place === undefined) {
    throw new Error(
      `${plain(account.owner)} It has no access to the ${setup.placeFlag} ${id} of the stack ${target.name}.`,
    );
  }
  const warning = setup.placeWarning(place);
  if (warning !== undefined) throw new Error(plain(`${account.owner} ${warning}`));
  return { adoption, setup, given, config, place };
}

function withToken(config: Config, setup: PlatformSetup, env: NodeJS.ProcessEnv): Config {
  const key = keyOf(setup.token);
  const token = config[key] || fromEnvironment(setup.token, providerSettings(config), env)?.value;
  return token ? { ...config, [key]: token } : config;
}

function refuseUnready(config: Config, setup: PlatformSetup, stack: string): void {
  const { placeKey, placeFlag, token, tokenVariable } = setup;
  if (namesAllInMap({ ...config, [placeKey]: "" }, placeKey)) {
    throw new Error(
      `adopt takes over the integration that the stack's own ${placeFlag} names, and the stack ${stack} has entries in ${INTEGRATIONS}: ` +
        `take each of them over by hand, as ${documentation("adopting.md")} says`,
    );
  }
  const missing = [
    ...(setup.needed(config).some(([there]) => !there) ? ["the address of the platform"] : []),
    ...(config[placeKey] ? [] : [`the ${placeFlag}`]),
    ...(config[keyOf(token)] ? [] : [`a token (${tokenVariable})`]),
  ];
  if (missing.length === 0) return;
  const first = `npx gitpod-azure-devops setup --stack ${stack}`;
  throw new Error(`the stack ${stack} lacks ${missing.join(" and ")}: run \`${first}\` first`);
}

async function openAtAnyAddress(
  config: Config,
  setup: PlatformSetup,
  context: CallContext,
): Promise<{ config: Config; account: Account }> {
  try {
    return { config, account: await setup.open(config, context) };
  } catch (error) {
    const other = error instanceof AccountError && !error.tokenRefused ? setup.otherAddress(config) : undefined;
    if (other === undefined) throw error;
    const elsewhere = { ...config, [other.key]: other.value };
    // The error about the usual address is the one to show.
    const account = await setup.open(elsewhere, context).catch(() => Promise.reject(error));
    return { config: elsewhere, account };
  }
}

/** The settings with those secrets that it takes to look into Entra. They stay in memory. */
export async function withNeededSecrets(workspace: LocalWorkspace, target: Target): Promise<Target> {
  const { name, names, before } = target;
  const keys = Object.keys(before).filter((key) => isNeeded(key) && before[key] === HIDDEN);
  const values = await Promise.all(keys.map((key) => decrypted(workspace, name, names.key(key))));
  return {
    ...target,
    before: { ...before, ...Object.fromEntries(keys.map((key, index) => [key, values[index] ?? ""])) },
  };
}

function isNeeded(key: string): boolean {
  return key.startsWith("azuread:") || key === TENANT;
}
