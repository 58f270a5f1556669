import { z } from "zod";
import type { PlatformName } from "../platforms/index.ts";
import { nearest } from "../provider-kit/nearest.ts";
import type { Entry, IntegrationSettings, StackWide } from "./platform.ts";
import { ENTRIES, PLATFORM_SETTINGS } from "./platforms.ts";

/** Prefix of the names of a stack's resources. */
export const NAME = "azure-devops";

/** Prefix of the names of an entry's resources. */
export function nameOfEntry(entry: string): string {
  return `${NAME}-${entry}`;
}

/** What is wrong with a name that no entry can have. */
export const NAME_RULE =
  "is not a name for an integration: use letters, digits and hyphens, 40 at most, and do not start with a hyphen";

export const PLATFORM_NAMES = Object.keys(PLATFORM_SETTINGS) as [PlatformName, ...PlatformName[]];

export const PLATFORM_RULE = `must be ${PLATFORM_NAMES.join(" or ")}`;

const entrySchema = z.discriminatedUnion("platform", ENTRIES, {
  error: ({ code }) => (code === "invalid_union" ? PLATFORM_RULE : "must be a map of settings"),
});

/** The setting `integrations`: entries by a name that becomes part of their resources' names. */
export const integrationsSchema = z
  .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/i), entrySchema, {
    error: ({ code }) => (code === "invalid_key" ? NAME_RULE : "must map names to settings"),
  })
  .default({});

/** The entries of the setting, as they are given, each with its platform. */
export type IntegrationEntries = Readonly<Record<string, Entry>>;

type Values = Readonly<Record<string, unknown>>;

/** The stack's platform. For a wrong value it is the one that was probably meant, so that no other message misleads. */
export function platformOf({ platform }: Values): PlatformName {
  return PLATFORM_NAMES.find((name) => name === nearest(String(platform), PLATFORM_NAMES)) ?? "classic";
}

/** Gives each entry without a platform the stack's. */
export function withPlatforms(values: Values): Values {
  const { integrations } = values;
  if (!isMap(integrations)) return values;
  const platform = platformOf(values);
  const entries = Object.entries(integrations).map(([name, entry]) => [
    name,
    isMap(entry) ? { platform, ...entry } : entry,
  ]);
  return { ...values, integrations: Object.fromEntries(entries) };
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The place that the stack's own settings name on each platform. */
export function placesIn(values: Values): StackWide["places"] {
  const given = PLATFORM_NAMES.map((name) => [name, values[PLATFORM_SETTINGS[name].platform.placeId]] as const);
  return Object.fromEntries(given.flatMap(([name, id]) => (id === undefined ? [] : [[name, String(id)]])));
}

/** Fills in what the entries leave out. `integrationProblems` reports those of nobody. */
export function completeIntegrations(entries: IntegrationEntries, stack: StackWide) {
  const { platform } = stack;
  const own = complete({ platform, ownApplication: false }, stack, undefined);
  const named = Object.entries(entries).map(([name, entry]): [string, IntegrationSettings] => {
    const ownName = entry.applicationName ?? `${stack.applicationName} ${name}`;
    return [name, complete(entry, stack, entry.ownApplication ? ownName : undefined)];
  });
  return {
    /** The integration of the stack's own settings; undefined where each is an entry. */
    first: stack.places[platform] === undefined ? undefined : own,
    integrations: Object.fromEntries(named),
  };
}

function complete(entry: Entry, stack: StackWide, ownApplicationName: string | undefined): IntegrationSettings {
  const { platform } = entry;
  return {
    platform,
    place: entry.place ?? stack.places[platform] ?? "",
    providerHost: entry.providerHost ?? stack.providerHost ?? PLATFORM_SETTINGS[platform].defaultHost,
    issuerUrl: entry.issuerUrl ?? stack.issuerUrl,
    adoptExisting: entry.adoptExisting ?? stack.adoptExisting,
    ownApplicationName,
  };
}
