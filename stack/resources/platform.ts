import type * as pulumi from "@pulumi/pulumi";
import type { ClientSecret } from "../../components/entra/clientSecret.ts";
import type { EntraApplication } from "../../components/entra/entraApplication.ts";
import type { IntegrationSettings } from "../platform.ts";
import type { Settings } from "../settings.ts";

/** An integration that has been registered. */
export interface StackIntegration {
  readonly component: pulumi.Resource;
  readonly application: EntraApplication;
  /** Its outputs besides those of its app. */
  readonly outputs: IntegrationOutputs;
}

/** Those of every platform, and what a platform has besides. */
export interface IntegrationOutputs {
  readonly integrationId: pulumi.Output<string>;
  readonly verified: pulumi.Output<boolean>;
  readonly [ofPlatform: string]: pulumi.Output<unknown>;
}

/** What a stack registers for one platform. */
export interface PlatformResources {
  /** Registers what the app needs first, and gives what registers the rest. */
  prepare(settings: Settings, integrations: readonly IntegrationSettings[]): PreparedPlatform;
  /** Warns in each preview of what the engine asks no provider about. */
  warn?(settings: Settings): Promise<void>;
}

export interface PreparedPlatform {
  /** The argument of `getTokenProblems` with the places of integrations. */
  readonly tokenPlaces: "organizationIds" | "runnerIds";
  /** Redirect URIs of an app that these integrations share. */
  redirectUris(sharing: readonly IntegrationSettings[]): readonly pulumi.Input<string>[];
  /** Registers the stack's own integration as the parent of the app that it shares. */
  registerWithApp?(
    name: string,
    integration: IntegrationSettings,
    application: (opts: pulumi.ComponentResourceOptions) => EntraApplication,
  ): StackIntegration;
  /** A secret of its own, for an app whose own secret another platform has. */
  ownSecret?(application: EntraApplication, hooks: pulumi.ResourceHookBinding): ClientSecret;
  /**
   * Registers an integration.
   *
   * @param application the app that it shares, if it has none of its own
   * @param secret the secret of that app for this platform, if it is not the app's own
   */
  register(
    name: string,
    integration: IntegrationSettings,
    application?: EntraApplication,
    secret?: ClientSecret,
  ): StackIntegration;
}
