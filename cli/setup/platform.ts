import type { PlatformName } from "../../platforms/index.ts";
import type { CallContext } from "../../provider/connect/retry.ts";
import type { TokenEnd } from "../../provider/connect/tokenEnd.ts";
import type { ProviderSetting } from "../shared/providerSettings.ts";
import type { Place } from "./account.ts";
import type { OwnFlags } from "./settings/platforms.ts";
import type { Config } from "./settings.ts";

export type Environment = NodeJS.ProcessEnv;

/** A question about where the API is. */
export interface AddressQuestion {
  /** Asked before the token, unless the flag is given; otherwise only when the API does not answer. */
  readonly first?: { readonly flag: keyof OwnFlags };
  /** As an answer to "What now?" */
  readonly label: string;
  ask(config: Config, env: Environment): Promise<Config>;
}

/** What a token shows. */
export interface Account<P extends Place = Place> {
  /** Who it belongs to, as a sentence. */
  readonly owner: string;
  /** Organizations or runners. There is at least one. */
  readonly places: readonly P[];
  /** For --json. */
  readonly document: object;
  readonly warnings: readonly string[];
  /** Whether the token may write; undefined where that cannot be tried. */
  readonly mayWrite?: boolean | undefined;
  /** Undefined where that is not known. */
  readonly tokenEnd?: TokenEnd | undefined;
}

/** What the setup of one platform asks and finds out; the rest is the same for all. */
export interface PlatformSetup<P extends Place = Place> {
  readonly name: PlatformName;
  readonly displayName: string;
  /** Name of the provider's setting with the token. */
  readonly token: ProviderSetting;
  /** The variable in which it may also be, as messages name it. */
  readonly tokenVariable: string;
  /** Where to make a token. */
  tokenHelp(config: Config): string;
  /** Full name of the setting with the id of the place. */
  readonly placeKey: string;
  /** Its flag, which is also the word for a place. */
  readonly placeFlag: keyof OwnFlags;
  /** Flags that only this platform has. */
  readonly flags: readonly (keyof OwnFlags)[];
  /** What an unattended run needs besides: the flag, what it is, and whether it is there. */
  needed(config: Config): readonly Needed[];
  readonly neededToken: string;
  readonly neededPlace: string;
  /** Settings that a deployment needs to delete the integration of this platform, after the stack has moved to another. */
  readonly neededToDelete: readonly string[];
  /** What a renewal of the client secret means for people. */
  readonly renewal: string;
  /** What people do with the command activate after the first deployment. */
  readonly activation: string;
  /** Adds what the provider would take from the environment, so that a deployment on another machine uses the same. */
  withEnvironment(config: Config, env: Environment): Config;
  /** What tells the sandbox's: its host, its token, and the id of its place. */
  readonly sandbox: { readonly host: string; readonly token: string; readonly place: string };
  /** Points at the sandbox's installation, unless the address is on this machine already. */
  withSandbox(config: Config): Config;
  readonly address: readonly AddressQuestion[];
  /** The API address to which the token is sent. */
  apiAddress(config: Config): string;
  /** A setting with which the API may answer where it does not otherwise; undefined where there is no other address. */
  otherAddress(config: Config): { readonly key: string; readonly value: string } | undefined;
  /** @throws AccountError */
  open(config: Config, context: CallContext): Promise<Account<P>>;
  label(place: P): string;
  /** Why the place should not be chosen; undefined for one that can be. */
  placeWarning(place: P): string | undefined;
  /** What a move to another address costs. */
  moveWarnings(before: Config, after: Config): readonly string[];
}

export type Needed = readonly [given: unknown, flag: string, meaning: string];
