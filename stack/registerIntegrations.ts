import * as pulumi from "@pulumi/pulumi";
import { AzureDevOpsIntegration, sharedApplication } from "../components/classic/azureDevOpsIntegration.ts";
import type { EntraApplication, EntraApplicationArgs } from "../components/entra/entraApplication.ts";
import { type IntegrationSettings, NAME, nameOfEntry } from "./integrationsSetting.ts";
import type { Settings } from "./settings.ts";
import type { SettingName } from "./settingsSchema.ts";

/** The integrations of a stack. */
export interface StackIntegrations {
  /** The app registration that they share; undefined when each has its own. */
  readonly application: EntraApplication | undefined;
  /** That of the setting `organizationId`. */
  readonly first: AzureDevOpsIntegration | undefined;
  /** Those of the setting `integrations`, by name. Resources are named by it alone, whatever comes before or after. */
  readonly named: Readonly<Record<string, AzureDevOpsIntegration>>;
}

/** Registers what the settings ask for. */
export function registerIntegrations(settings: Settings): StackIntegrations {
  const args = applicationArgs(settings);
  const { organizationId, providerHost, adoptExisting, verifyCredentials } = settings;
  const first =
    organizationId === undefined
      ? undefined
      : new AzureDevOpsIntegration(NAME, {
          ...args,
          organizationId,
          providerHost,
          adoptExisting,
          verifyCredentials,
        });
  const entries = Object.entries(settings.integrations);
  const shares = entries.some(([, { ownApplicationName }]) => ownApplicationName === undefined);
  const application = first?.application ?? (shares ? sharedApplication(NAME, args) : undefined);
  const named = entries.map(([name, entry]) => {
    const side = { ...entry, verifyCredentials };
    const app = entry.ownApplicationName === undefined ? application : undefined;
    const all = app === undefined ? { ...args, ...ownApplication(entry), ...side } : { ...side, application: app };
    return [name, new AzureDevOpsIntegration(nameOfEntry(name), all)] as const;
  });
  return { application, first, named: Object.fromEntries(named) };
}

function applicationArgs(settings: Settings): EntraApplicationArgs {
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
    // The azuread provider removes owners that are left out; tags it keeps, unless the list is there and empty.
    ...(owners.length > 0 && { owners }),
    tags: stored("tags", tags),
  };
}

/** A secret made by hand is that of the stack's app. */
function ownApplication({ ownApplicationName }: IntegrationSettings) {
  return { applicationName: ownApplicationName, existingClientSecret: undefined };
}
