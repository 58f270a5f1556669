import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { type AzureDevOpsIntegration, formerParents } from "../components/classic/azureDevOpsIntegration.ts";
import type { EntraApplication } from "../components/entra/entraApplication.ts";
import { type TokenPlaces, tokenHook } from "../components/gitpod/tokenHook.ts";
import type { OnaAzureDevOpsIntegration } from "../components/ona/azureDevOpsIntegration.ts";
import { sharedApplication } from "./application.ts";
import { classicIntegration } from "./classic/integration.ts";
import { type IntegrationSettings, NAME, nameOfEntry } from "./integrationsSetting.ts";
import { onaIntegration, secretForOna } from "./ona/integration.ts";
import { registerRunners } from "./ona/runners.ts";
import type { Settings } from "./settings.ts";

/** An integration of any platform. */
export type StackIntegration = AzureDevOpsIntegration | OnaAzureDevOpsIntegration;

/** The integrations of a stack. */
export interface StackIntegrations {
  /** The app registration that they share; undefined when each has its own. */
  readonly application: EntraApplication | undefined;
  /** That of the stack's own settings. */
  readonly first: StackIntegration | undefined;
  /** Those of the setting `integrations`, by name. Their resources are named by it alone, so their order does not matter. */
  readonly named: Readonly<Record<string, StackIntegration>>;
}

/** Registers the integrations of the settings. */
export function registerIntegrations(settings: Settings): StackIntegrations {
  const { first: own, integrations } = settings;
  const all = [...(own ? [own] : []), ...Object.values(integrations)];
  const sharing = all.filter(({ ownApplicationName }) => ownApplicationName === undefined);
  const runners = registerRunners(all);
  const hooks = sharing.length === 0 ? {} : tokenHook(NAME, placesOf(sharing));
  const shared = (opts: ComponentResourceOptions) => sharedApplication(settings, sharing, runners, opts, hooks);
  // Only an integration of Gitpod Classic is the parent of the app, as in all stacks that were made before there was Ona.
  const classic = own?.platform === "classic" ? classicIntegration(NAME, own, settings, shared) : undefined;
  const application =
    classic?.application ?? (sharing.length > 0 ? shared({ aliases: formerParents(NAME) }) : undefined);
  const isShared = (name: string) => sharing.some(({ platform }) => platform === name);
  const secret =
    application && isShared("classic") && isShared("ona") ? secretForOna(settings, application, hooks) : undefined;
  const register = (name: string, each: IntegrationSettings) =>
    each.platform === "ona"
      ? onaIntegration(name, each, settings, runners.get(each.runnerId), application, secret)
      : classicIntegration(name, each, settings, application);
  const first = classic ?? (own && register(NAME, own));
  const named = Object.entries(integrations).map(([name, each]) => [name, register(nameOfEntry(name), each)] as const);
  return { application, first, named: Object.fromEntries(named) };
}

function placesOf(integrations: readonly IntegrationSettings[]): TokenPlaces {
  return {
    organizationIds: integrations.flatMap((each) => (each.platform === "classic" ? [each.organizationId] : [])),
    runnerIds: integrations.flatMap((each) => (each.platform === "ona" ? [each.runnerId] : [])),
  };
}
