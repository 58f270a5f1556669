import type { Html } from "../pages/html.ts";
import type { PlatformName } from "../platforms/index.ts";
import type { Action } from "./page/action.ts";
import type { Place } from "./play/place.ts";
import type { Situation } from "./play/situation.ts";
import type { PlatformClouds, PlatformOptions } from "./start/platforms.ts";
import type { Tokens } from "./tokens.ts";
import type { Sandbox } from "./types.ts";

/** What the sandbox shows of one platform, and what can be played on it; the rest is the same for all. */
export interface SandboxPlatform {
  readonly name: PlatformName;
  readonly displayName: string;
  /** Its name in the journal and in the sandbox. */
  readonly cloud: keyof PlatformClouds;
  /** The call that creates an integration. */
  readonly creation: string;
  /** Ids and tokens that are the same for every `npm run sandbox`. */
  readonly fixed: PlatformOptions;
  /**
   * Adds organizations, people and runners that a test does not need.
   *
   * @param otherHost an Azure DevOps Server that they reach
   */
  furnish(sandbox: Sandbox, otherHost: string): void;
  /** Where a person can make an integration by hand. */
  places(sandbox: Sandbox): readonly Place[];
  /** What only this platform can have, by the name of the situation that each follows in the list. */
  readonly situations: Readonly<Record<string, Situation>>;
  /**
   * Shows new integrations late, though sooner than Entra knows new secrets.
   *
   * @param lag that of Entra in milliseconds
   */
  setLag(sandbox: Sandbox, lag: number): void;
  tokens(sandbox: Sandbox): Pick<Tokens<unknown>, "list" | "revoke">;
  /** Accepts the token that stacks have, after it was revoked. */
  giveTokenBack(sandbox: Sandbox): void;
  /** Path of its page with tokens. */
  readonly tokenPage: string;
  /** Places and tokens, for --json. */
  inventory(sandbox: Sandbox): object;
  /** The same as rows of a list. */
  inventoryRows(sandbox: Sandbox): readonly (readonly string[])[];
  /** Stack settings that point a deployment at it. */
  settings(sandbox: Sandbox): Readonly<Record<string, string>>;
  /** How to use it by hand, in a stack of its own. */
  instructions(sandbox: Sandbox): readonly string[];
  /** Its section of the page. */
  section(sandbox: Sandbox): Html;
  /** What the section's forms do. */
  readonly actions: Readonly<Record<string, Action>>;
}
