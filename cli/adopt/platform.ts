import type { KnownPlatform } from "../../platforms/index.ts";
import type { CallContext } from "../../provider/connect/retry.ts";
import type { Settings } from "../../stack/settings.ts";
import type { AppRegistration } from "../entra/graph.ts";
import type { Config } from "../setup/settings.ts";

/** An integration that was made by hand, as the platform has it. */
export interface FoundIntegration {
  readonly id: string;
  /** Host of Azure DevOps, in small letters. */
  readonly host: string;
  readonly clientId: string;
  /** How it stands, for people. */
  readonly standing: string;
  /** Inputs of the integration's resource that name Entra's endpoints, by their names. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** The token endpoint of those; undefined where they are no endpoints of Entra. */
  readonly tokenUrl: string | undefined;
  /** Redirect URIs that the platform sends people to; empty where the setting `redirectUri` says it. */
  readonly redirectUris: readonly string[];
  /** Ids of further resources that only read the platform, by type. */
  readonly lookups: ReadonlyMap<string, string>;
}

/** What is taken over differently on each platform. */
export interface PlatformAdoption {
  readonly platform: KnownPlatform;
  /** The integrations that sign people in to Azure DevOps by Entra. Fails with what to do. */
  find(config: Config, place: string, context: CallContext): Promise<FoundIntegration[]>;
  /** Adds the settings, known only to this platform, with which the program keeps what there is. */
  withSettings(config: Config, integration: FoundIntegration, app: AppRegistration, tenantId: string): Config;
  /** Full names of those with a URL at which people sign in. */
  readonly signInSettings: readonly string[];
  /** The endpoints that the program gives the integration, by the names of {@link FoundIntegration.endpoints}. */
  endpoints(settings: Settings): Readonly<Record<string, string>>;
  /** The redirect URIs that the program gives the app. */
  redirectUris(settings: Settings, integration: FoundIntegration): readonly string[];
  /** What a change of the endpoints costs people. */
  readonly costOfChange: string;
  /** What the first secret of the stack's own costs people. */
  readonly costOfNewSecret: string;
}
