import type { PermissionName, PermissionNeeds } from "../components/entra/permissions.ts";
import type { Platform } from "../platforms/platform.ts";
import type { Problem } from "../provider-kit/problem.ts";

/** What the stack's settings need to know of a platform. */
export interface PlatformSettings {
  readonly platform: Platform & PermissionNeeds & { readonly defaultPermissions: readonly PermissionName[] };
  /** The platform's `placeId` and the host, which may have one integration, in words. */
  readonly placeName: string;
  /** Settings of the stack that only this platform has. */
  readonly own: readonly string[];
  /** What is wrong with a setting of another platform, and what was meant, to follow its name. */
  readonly foreign: Readonly<Record<string, string>>;
  /** What is wrong with the host of Azure DevOps; undefined when nothing is. */
  hostProblem(host: string): Problem | undefined;
  /** Default display name of the app registration, where this is the stack's platform. */
  readonly applicationName: string;
  /** Display name of the app's own client secret, where this is the stack's platform. */
  readonly secretName: string;
}

/** What an integration of any platform has. */
export interface CommonSettings {
  readonly adoptExisting: boolean;
  /** Display name of its own app registration; undefined when it shares the stack's. */
  readonly ownApplicationName: string | undefined;
}

/** The settings of the stack that an integration uses where it has none of its own. */
export interface StackWide {
  readonly platform: string;
  readonly organizationId?: string | undefined;
  readonly runnerId?: string | undefined;
  readonly providerHost?: string | undefined;
  readonly issuerUrl?: string | undefined;
  readonly adoptExisting: boolean;
  readonly applicationName: string;
}
