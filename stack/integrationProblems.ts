import { AZURE_DEVOPS_SERVICES } from "../platforms/azureDevOpsHost.ts";
import type { Problem } from "../provider-kit/problem.ts";
import { completeIntegrations, type IntegrationEntries } from "./integrationsSetting.ts";
import type { IntegrationSettings, StackWide } from "./platform.ts";
import type { ProblemOfSetting } from "./platformProblems.ts";
import { PLATFORM_SETTINGS } from "./platforms.ts";

/** What only all settings together show: an integration of nobody, and duplicates. */
export function integrationProblems(entries: IntegrationEntries, stack: StackWide): ProblemOfSetting[] {
  const { first, integrations } = completeIntegrations(entries, stack);
  const complete = Object.entries(integrations);
  // The place of another platform is reported as such.
  const hasPlace = Object.keys(stack.places).length > 0;
  const { platform, applicationName } = PLATFORM_SETTINGS[stack.platform];
  if (!hasPlace && complete.length === 0) return [{ path: [platform.placeId], reason: "is missing" }];
  const places = new Map<string, string>();
  if (first !== undefined) places.set(placeOf(first), platform.placeId);
  const appNames = new Map([[stack.applicationName, "the stack's applicationName"]]);
  return complete.flatMap(([name, integration]): ProblemOfSetting[] => {
    const { ownApplicationName } = integration;
    const {
      platform: { placeId },
      placeName,
    } = PLATFORM_SETTINGS[integration.platform];
    const problem = (field: string, found: Problem) => [{ path: ["integrations", name, field], ...found }];
    if (integration.place === "") return problem(placeId, { reason: "is missing" });
    if (entries[name]?.applicationName !== undefined && ownApplicationName === undefined) {
      return problem("ownApplication", { reason: "must be true: only an app of its own has an applicationName" });
    }
    const samePlace = claim(places, placeOf(integration), name);
    if (samePlace !== undefined) {
      return problem(placeId, { reason: `makes this a second integration for the ${placeName} of ${samePlace}` });
    }
    const sameName = ownApplicationName === undefined ? undefined : claim(appNames, ownApplicationName, name);
    if (sameName === undefined) return [];
    const reason = `must differ from that of ${sameName}`;
    return problem("applicationName", { reason, suggestion: `${applicationName}-${name}`, basis: "example" });
  });
}

function placeOf({ place, providerHost = AZURE_DEVOPS_SERVICES }: IntegrationSettings): string {
  return `${place.toLowerCase()} ${providerHost}`;
}

/** Registers an owner, or returns the one that is registered already. */
function claim(owners: Map<string, string>, what: string, name: string): string | undefined {
  const owner = owners.get(what);
  if (owner === undefined) owners.set(what, name);
  return owner;
}
