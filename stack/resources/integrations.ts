import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { formerParents } from "../../components/classic/azureDevOpsIntegration.ts";
import type { EntraApplication } from "../../components/entra/entraApplication.ts";
import { tokenHook } from "../../components/gitpod/tokenHook.ts";
import type { PlatformName } from "../../platforms/index.ts";
import { NAME, nameOfEntry, PLATFORM_NAMES } from "../integrationsSetting.ts";
import type { IntegrationSettings } from "../platform.ts";
import type { Settings } from "../settings.ts";
import { sharedApplication } from "./application.ts";
import type { PreparedPlatform, StackIntegration } from "./platform.ts";
import { PLATFORM_RESOURCES } from "./platforms.ts";

/** The integrations of a stack. */
export interface StackIntegrations {
  /** The app registration that they share; undefined when each has its own. */
  readonly application: EntraApplication | undefined;
  /** That of the stack's own settings. */
  readonly first: StackIntegration | undefined;
  /** Those of the setting `integrations`, by name. Their resources are named by it alone, so their order does not matter. */
  readonly named: Readonly<Record<string, StackIntegration>>;
}

/** Warns of what the engine asks no provider about. */
export async function warnOfLosses(settings: Settings): Promise<void> {
  for (const name of PLATFORM_NAMES) await PLATFORM_RESOURCES[name].warn?.(settings);
}

/** Registers the integrations of the settings. */
export function registerIntegrations(settings: Settings): StackIntegrations {
  const { first: own, integrations } = settings;
  const all = [...(own ? [own] : []), ...Object.values(integrations)];
  const prepared = prepareAll(settings, all);
  const sharing = all.filter(({ ownApplicationName }) => ownApplicationName === undefined);
  const sharingOn = PLATFORM_NAMES.filter((name) => on(name, sharing).length > 0);
  const hooks = sharing.length === 0 ? {} : tokenHook(NAME, tokenPlaces(prepared, sharing));
  const redirectUris = PLATFORM_NAMES.flatMap((name) => prepared[name].redirectUris(on(name, sharing)));
  const shared = (opts: ComponentResourceOptions) => sharedApplication(settings, sharing, redirectUris, opts, hooks);
  const parent = own && prepared[own.platform].registerWithApp?.(NAME, own, shared);
  const application =
    parent?.application ?? (sharing.length > 0 ? shared({ aliases: formerParents(NAME) }) : undefined);
  const secretOf = (name: PlatformName) => application && prepared[name].ownSecret?.(application, hooks);
  const secrets = new Map(sharingOn.length > 1 ? sharingOn.map((name) => [name, secretOf(name)]) : []);
  const register = (name: string, each: IntegrationSettings) =>
    prepared[each.platform].register(name, each, application, secrets.get(each.platform));
  const first = parent ?? (own && register(NAME, own));
  const named = Object.entries(integrations).map(([name, each]) => [name, register(nameOfEntry(name), each)] as const);
  return { application, first, named: Object.fromEntries(named) };
}

function prepareAll(settings: Settings, all: readonly IntegrationSettings[]) {
  const entries = PLATFORM_NAMES.map((name) => [name, PLATFORM_RESOURCES[name].prepare(settings, on(name, all))]);
  return Object.fromEntries(entries) as Readonly<Record<PlatformName, PreparedPlatform>>;
}

function on(name: PlatformName, integrations: readonly IntegrationSettings[]): IntegrationSettings[] {
  return integrations.filter(({ platform }) => platform === name);
}

function tokenPlaces(
  prepared: Readonly<Record<PlatformName, PreparedPlatform>>,
  sharing: readonly IntegrationSettings[],
) {
  return Object.fromEntries(
    PLATFORM_NAMES.map((name) => [prepared[name].tokenPlaces, on(name, sharing).map(({ place }) => place)]),
  );
}
