import { z } from "zod";
import type { PlatformName } from "../platforms/index.ts";
import { nearest } from "../provider-kit/nearest.ts";
import { CLASSIC_SETTINGS, type ClassicSettings, classicEntry, completeClassic } from "./classic/settings.ts";
import { completeOna, ONA_SETTINGS, type OnaSettings, onaEntry } from "./ona/settings.ts";
import type { CommonSettings, PlatformSettings, StackWide } from "./platformSettings.ts";

/** Prefix of the names of a stack's resources. */
export const NAME = "azure-devops";

/** Prefix of the names of an entry's resources. */
export function nameOfEntry(entry: string): string {
  return `${NAME}-${entry}`;
}

/** What is wrong with a name that no entry can have. */
export const NAME_RULE =
  "is not a name for an integration: use letters, digits and hyphens, 40 at most, and do not start with a hyphen";

/** What is known of each platform, by the value of the setting `platform`. */
export const PLATFORM_SETTINGS = { classic: CLASSIC_SETTINGS, ona: ONA_SETTINGS } as const satisfies Readonly<
  Record<PlatformName, PlatformSettings>
>;

export const PLATFORM_NAMES = Object.keys(PLATFORM_SETTINGS) as [PlatformName, ...PlatformName[]];

export const PLATFORM_RULE = `must be ${PLATFORM_NAMES.join(" or ")}`;

const entrySchema = z.discriminatedUnion("platform", [classicEntry, onaEntry], {
  error: ({ code }) => (code === "invalid_union" ? PLATFORM_RULE : "must be a map of settings"),
});

/** The setting `integrations`: entries by a name that becomes part of their resources' names. */
export const integrationsSchema = z
  .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/i), entrySchema, {
    error: ({ code }) => (code === "invalid_key" ? NAME_RULE : "must map names to settings"),
  })
  .default({});

/** The entries of the setting, as they are given, each with its platform. */
export type IntegrationEntries = z.output<typeof integrationsSchema>;

/** One integration, complete. */
export type IntegrationSettings = ClassicSettings | OnaSettings;

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

/** Fills in what the entries leave out. `integrationProblems` reports those of nobody. */
export function completeIntegrations(
  entries: IntegrationEntries,
  stack: StackWide & { readonly platform: PlatformName },
) {
  const common = { adoptExisting: stack.adoptExisting, ownApplicationName: undefined };
  const { platform } = stack;
  const named = Object.entries(entries).map(([name, entry]): [string, IntegrationSettings] => {
    const ownName = entry.applicationName ?? `${stack.applicationName} ${name}`;
    const ownApplicationName = entry.ownApplication ? ownName : undefined;
    return [
      name,
      complete(entry, stack, { adoptExisting: entry.adoptExisting ?? stack.adoptExisting, ownApplicationName }),
    ];
  });
  return {
    /** The integration of the stack's own settings; undefined where each is an entry. */
    first:
      stack[PLATFORM_SETTINGS[platform].platform.placeId] === undefined
        ? undefined
        : complete({ platform, ownApplication: false }, stack, common),
    integrations: Object.fromEntries(named),
  };
}

function complete(entry: IntegrationEntries[string], stack: StackWide, common: CommonSettings): IntegrationSettings {
  return entry.platform === "ona" ? completeOna(entry, stack, common) : completeClassic(entry, stack, common);
}
