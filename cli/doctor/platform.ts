import type { ApiError } from "../../provider/connect/errors.ts";
import type { Place } from "../setup/account.ts";
import type { Account, PlatformSetup } from "../setup/platform.ts";
import type { Finding, Group } from "./model.ts";

/** What is looked at differently on each platform. */
export interface PlatformDoctor<P extends Place = Place> {
  readonly setup: PlatformSetup<P>;
  readonly group: Group;
  /** Full names of the settings that say where the API is. */
  readonly addressKeys: readonly string[];
  /** What to do about a call that failed, as `pulumi up` says it. */
  nextStep(error: ApiError): string;
  /**
   * What an accepted token allows, as far as the platform shows it.
   *
   * @param newToken command that sets another token
   */
  aboutToken(account: Account, newToken: string): readonly Finding[];
  /** Whether an integration can be set up there. */
  aboutPlace(place: P): Finding;
}
