import type { z } from "zod";
import type { PermissionName, PermissionNeeds } from "../components/entra/permissions.ts";
import type { PlatformName } from "../platforms/index.ts";
import type { Platform } from "../platforms/platform.ts";
import type { Problem } from "../provider-kit/problem.ts";

/** What the stack's settings need to know of a platform. */
export interface PlatformSettings {
  readonly platform: Platform & PermissionNeeds & { readonly defaultPermissions: readonly PermissionName[] };
  /** The platform's `placeId` and the host, which may have one integration, in words. */
  readonly placeName: string;
  /** Settings of the stack that only this platform has. */
  readonly own: Readonly<Record<string, z.ZodType>>;
  /** What stands here for a setting of another platform, as a clause; none for its place. */
  readonly instead: Readonly<Record<string, string>>;
  /** An entry of `integrations`. */
  readonly entry: z.ZodType<Entry>;
  /** Names of its fields. */
  readonly entryFields: readonly string[];
  /** What is wrong with the host of Azure DevOps; undefined when nothing is. */
  hostProblem(host: string): Problem | undefined;
  /** Host of Azure DevOps where no setting names one; undefined where the platform chooses. */
  readonly defaultHost: string | undefined;
  /** Default display name of the app registration, where this is the stack's platform. */
  readonly applicationName: string;
  /** Display name of the app's own client secret, where this is the stack's platform. */
  readonly secretName: string;
  /** Whether it asks for `offline_access` besides the permissions of the app. */
  readonly offlineAccess: boolean;
  /** What the sandbox stands for, to follow "a real". */
  readonly installation: string;
}

/** An entry of `integrations`, as it is given. */
export interface Entry {
  readonly platform: PlatformName;
  /** Id of the organization or runner: the platform's `placeId`. */
  readonly place?: string | undefined;
  readonly providerHost?: string | undefined;
  /** Of Ona alone. */
  readonly issuerUrl?: string | undefined;
  readonly adoptExisting?: boolean | undefined;
  /** Whether it has an app registration of its own, instead of the stack's. */
  readonly ownApplication: boolean;
  /** Display name of that one. */
  readonly applicationName?: string | undefined;
}

/** An integration, complete. */
export interface IntegrationSettings {
  readonly platform: PlatformName;
  /** Id of the organization or runner; empty where it is missing. */
  readonly place: string;
  /** Undefined: the platform chooses. */
  readonly providerHost: string | undefined;
  /** Undefined: that of the tenant. Of Ona alone. */
  readonly issuerUrl: string | undefined;
  readonly adoptExisting: boolean;
  /** Display name of its own app registration; undefined when it shares the stack's. */
  readonly ownApplicationName: string | undefined;
}

/** The settings of the stack that an integration uses where it has none of its own. */
export interface StackWide {
  readonly platform: PlatformName;
  /** The setting of each platform that names a place. */
  readonly places: Readonly<Partial<Record<PlatformName, string>>>;
  readonly providerHost?: string | undefined;
  readonly issuerUrl?: string | undefined;
  readonly adoptExisting: boolean;
  readonly applicationName: string;
}
