import * as pulumi from "@pulumi/pulumi";
import { EntraApplication } from "../../components/entra/entraApplication.ts";
import type { PermissionName } from "../../components/entra/permissions.ts";
import type { PlatformName } from "../../platforms/index.ts";
import { NAME } from "../integrationsSetting.ts";
import type { IntegrationSettings } from "../platform.ts";
import { PLATFORM_SETTINGS } from "../platforms.ts";
import type { Settings } from "../settings.ts";
import type { SettingName } from "../settingsSchema.ts";

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
  redirectUris: readonly pulumi.Input<string>[],
  opts: pulumi.ComponentResourceOptions,
  hooks: pulumi.ResourceHookBinding,
): EntraApplication {
  const platforms = [...new Set(sharing.map(({ platform }) => platform))];
  return new EntraApplication(
    NAME,
    {
      ...commonArgs(settings),
      displayName: settings.applicationName,
      redirectUris: redirectUris as [pulumi.Input<string>, ...pulumi.Input<string>[]],
      permissions: permissionsFor(settings, platforms),
      idTokens: platforms.some((name) => PLATFORM_SETTINGS[name].platform.idTokens),
      offlineAccess: platforms.some((name) => PLATFORM_SETTINGS[name].offlineAccess),
      secretDisplayName: PLATFORM_SETTINGS[settings.platform].secretName,
      existingClientSecret: settings.existingClientSecret,
    },
    opts,
    hooks,
  );
}
