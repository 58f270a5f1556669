import type { PlatformName } from "../../platforms/index.ts";
import { type Access, openAccess } from "../entra/access.ts";
import { type AzureCloud, cloudOf } from "../entra/cloud.ts";
import { type Identity, identityOf } from "../entra/identity.ts";
import { once } from "../shared/once.ts";
import { type OpenedAccount, openAccount } from "./account.ts";
import { PLATFORM_DOCTORS } from "./platforms.ts";
import { type PulumiFacts, pulumiFacts } from "./pulumiFacts.ts";

/** Where checks run. */
interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** No cloud is called. */
  readonly offline: boolean;
  readonly signal: AbortSignal;
}

/**
 * What checks look at. Each fact is found out once, when the first check asks for it. One that cannot be found out fails with
 * NotKnown, EntraError or an error of {@link PulumiFacts}, whose message says why.
 */
export interface Facts extends PulumiFacts, Surroundings {
  /** The Azure cloud that the azuread provider calls. */
  cloud(): Promise<AzureCloud>;
  /** How the azuread provider signs in. */
  identity(): Promise<Identity>;
  /** A sign-in as the azuread provider's. Fails with SignInFailed too. */
  access(): Promise<Access>;
  /** A platform's API, with the stack's token. Fails with NoToken too. */
  account(platform: PlatformName): Promise<OpenedAccount>;
}

export interface Place {
  readonly folder: string;
  /** Undefined for the selected one. */
  readonly stack: string | undefined;
  readonly offline: boolean;
  readonly signal: AbortSignal;
  /** What the environment does not have, such as a passphrase that was asked for. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The facts of a stack of the project in a folder. */
export function factsOf({ folder, stack, offline, signal, variables = {} }: Place, env: NodeJS.ProcessEnv): Facts {
  return withClouds(pulumiFacts(folder, stack, variables), { env: { ...env, ...variables }, offline, signal });
}

/** Adds what only the clouds know. */
export function withClouds(given: PulumiFacts, surroundings: Surroundings): Facts {
  const { config, value } = given;
  const { env, signal } = surroundings;
  // Before there is a stack, the sign-in follows from the environment alone.
  const valueIfAny = async (key: string) => ((await config().catch(() => undefined)) === undefined ? "" : value(key));
  const cloud = once(() => cloudOf(valueIfAny, env, signal));
  const identity = once(() => identityOf(valueIfAny, env));
  const accounts = new Map<PlatformName, () => Promise<OpenedAccount>>();
  const accountAt = (platform: PlatformName) =>
    once(async () => openAccount(PLATFORM_DOCTORS[platform], await config(), value, env, signal));
  return {
    ...given,
    ...surroundings,
    cloud,
    identity,
    access: once(async () => openAccess(await identity(), await cloud(), env, signal)),
    account(platform) {
      const account = accounts.get(platform) ?? accountAt(platform);
      accounts.set(platform, account);
      return account();
    },
  };
}
