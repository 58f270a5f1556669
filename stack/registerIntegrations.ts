import * as pulumi from "@pulumi/pulumi";
import {
  type ApplicationArgs,
  AzureDevOpsIntegration,
  sharedApplication,
} from "../components/classic/azureDevOpsIntegration.ts";
import type { EntraApplication } from "../components/entra/entraApplication.ts";
import { NAME, nameOfEntry } from "./integrationsSetting.ts";
import type { Settings } from "./settings.ts";
import type { SettingName } from "./settingsSchema.ts";

/** The integrations of a stack. */
export interface StackIntegrations {
  /** The app registration that they share; undefined when each has its own. */
  readonly application: EntraApplication | undefined;
  /** That of the setting `organizationId`. */
  readonly first: AzureDevOpsIntegration | undefined;
  /** Those of the setting `integrations`, by name. Their resources are named by it alone, so their order does not matter. */
  readonly named: Readonly<Record<string, AzureDevOpsIntegration>>;
}

/** Registers the integrations of the settings. */
export function registerIntegrations(settings: Settings): StackIntegrations {
  const args = applicationArgs(settings);
  const { organizationId, providerHost, adoptExisting, verifyCredentials } = settings;
  const first =
    organizationId === undefined
      ? undefined
      : new AzureDevOpsIntegration(NAME, { ...args, organizationId, providerHost, adoptExisting, verifyCredentials });
  const entries = Object.entries(settings.integrations);
  const shares = entries.some(([, { ownApplicationName }]) => ownApplicationName === undefined);
  const application = first?.application ?? (shares ? sharedApplication(NAME, args) : undefined);
  const named = entries.map(([name, { ownApplicationName, ...entry }]) => {
    const integration = { ...entry, verifyCredentials };
    const all =
      ownApplicationName === undefined && application !== undefined
        ? { ...integration, application }
        : // A secret made by hand belongs to the stack's app.
          { ...args, applicationName: ownApplicationName, existingClientSecret: undefined, ...integration };
    return [name, new AzureDevOpsIntegration(nameOfEntry(name), all)] as const;
  });
  return { application, first, named: Object.fromEntries(named) };
}

function applicationArgs(settings: Settings): ApplicationArgs {
  const { secretLifetimeDays, rotateAfterDays, rotationTrigger, owners, tags, ...same } = settings;
  const { tenantId, notes, serviceManagementReference } = settings;
  const stored = <Value>(name: SettingName, value: Value) =>
    value !== undefined && settings.secretNames.has(name) ? pulumi.secret(value) : value;
  return {
    ...same,
    tenantId: stored("tenantId", tenantId),
    notes: stored("notes", notes),
    serviceManagementReference: stored("serviceManagementReference", serviceManagementReference),
    rotation: {
      lifetimeDays: secretLifetimeDays,
      rotateAfterDays,
      trigger: stored("rotationTrigger", rotationTrigger),
    },
    // The azuread provider removes owners that are left out, but tags only for an empty list.
    ...(owners.length > 0 && { owners }),
    tags: stored("tags", tags),
  };
}
