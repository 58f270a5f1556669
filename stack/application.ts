import * as pulumi from "@pulumi/pulumi";
import { EntraApplication } from "../components/entra/entraApplication.ts";
import type { PermissionName } from "../components/entra/permissions.ts";
import type { PlatformName } from "../platforms/index.ts";
import { type IntegrationSettings, NAME, PLATFORM_SETTINGS } from "./integrationsSetting.ts";
import type { Runners } from "./ona/runners.ts";
import type { Settings } from "./settings.ts";
import type { SettingName } from "./settingsSchema.ts";

/** What the settings say of every app registration of the stack. */
export function commonArgs(settings: Settings) {
  const { authorityHost, adminConsent, tenantId, notes, serviceManagementReference, owners, tags } = settings;
  const stored = <Value>(name: SettingName, value: Value) =>
    value !== undefined && settings.secretNames.has(name) ? pulumi.secret(value) : value;
  return {
    authorityHost,
    adminConsent,
    tenantId: stored("tenantId", tenantId),
    notes: stored("notes", notes),
    serviceManagementReference: stored("serviceManagementReference", serviceManagementReference),
    rotation: {
      lifetimeDays: settings.secretLifetimeDays,
      rotateAfterDays: settings.rotateAfterDays,
      trigger: stored("rotationTrigger", settings.rotationTrigger),
    },
    // The azuread provider removes owners that are left out, but tags only for an empty list.
    ...(owners.length > 0 && { owners }),
    tags: stored("tags", tags),
  };
}

/** The permissions of an app that these platforms use. */
export function permissionsFor({ permissions }: Settings, platforms: readonly PlatformName[]): PermissionName[] {
  if (permissions.length > 0) return [...permissions];
  return [...new Set(platforms.flatMap((name) => PLATFORM_SETTINGS[name].platform.defaultPermissions))];
}

/** Registers the app that integrations share, with what the platform of each of them needs. */
export function sharedApplication(
  settings: Settings,
  sharing: readonly IntegrationSettings[],
  runners: Runners,
  opts: pulumi.ComponentResourceOptions,
  hooks: pulumi.ResourceHookBinding,
): EntraApplication {
  const platforms = [...new Set(sharing.map(({ platform }) => platform))];
  const ofRunners = new Set(sharing.flatMap((each) => (each.platform === "ona" ? [each.runnerId] : [])));
  const redirectUris = [
    ...(platforms.includes("classic") ? [settings.redirectUri] : []),
    ...[...ofRunners].flatMap((id) => runners.get(id)?.redirectUri ?? []),
  ] as [pulumi.Input<string>, ...pulumi.Input<string>[]];
  return new EntraApplication(
    NAME,
    {
      ...commonArgs(settings),
      displayName: settings.applicationName,
      redirectUris,
      permissions: permissionsFor(settings, platforms),
      idTokens: platforms.some((name) => PLATFORM_SETTINGS[name].platform.idTokens),
      // Gitpod Classic asks for it besides the permissions of the app.
      offlineAccess: platforms.includes("classic"),
      secretDisplayName: PLATFORM_SETTINGS[settings.platform].secretName,
      existingClientSecret: settings.existingClientSecret,
    },
    opts,
    hooks,
  );
}
