import { z } from "zod";
import type { Problem } from "../provider-kit/problem.ts";
import { applicationName, onOffOrText, providerHost, uuid } from "./settingParts.ts";

/** Prefix of the names of a stack's resources. */
export const NAME = "azure-devops";

/** Prefix of the names of an entry's resources. */
export function nameOfEntry(entry: string): string {
  return `${NAME}-${entry}`;
}

/** What is wrong with a name that no entry can have. */
export const NAME_RULE =
  "is not a name for an integration: use letters, digits and hyphens, 40 at most, and do not start with a hyphen";

const entrySchema = z.strictObject(
  {
    organizationId: uuid().optional(),
    providerHost: providerHost().optional(),
    adoptExisting: onOffOrText().optional(),
    /** Whether it has an app registration of its own, instead of the stack's. */
    ownApplication: onOffOrText().default(false),
    /** Display name of its own app registration. Default: the stack's setting and the entry's name. */
    applicationName: applicationName().optional(),
  },
  "must be a map of settings",
);

/** Names of the settings of an entry. */
export const INTEGRATION_FIELDS: readonly string[] = Object.keys(entrySchema.shape);

/** The setting `integrations`: entries by a name that becomes part of their resources' names. */
export const integrationsSchema = z
  .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/i), entrySchema, {
    error: ({ code }) => (code === "invalid_key" ? NAME_RULE : "must map names to settings"),
  })
  .default({});

/** The entries of the setting, as they are given. */
export type IntegrationEntries = z.output<typeof integrationsSchema>;

/** The settings of the stack that an entry uses where it has none of its own. */
export interface StackWide {
  readonly organizationId?: string | undefined;
  readonly providerHost: string;
  readonly adoptExisting: boolean;
  readonly applicationName: string;
}

/** One entry, complete. */
export interface IntegrationSettings {
  readonly organizationId: string;
  readonly providerHost: string;
  readonly adoptExisting: boolean;
  /** Display name of its own app registration; undefined when it shares the stack's. */
  readonly ownApplicationName: string | undefined;
}

/** A problem with the setting that the path names, the setting's own name first. */
export interface ProblemInMap extends Problem {
  readonly path: readonly string[];
}

/** Fills in what entries leave out. {@link integrationProblems} reports an entry without an organization. */
export function completeIntegrations(
  entries: IntegrationEntries,
  stack: StackWide,
): Readonly<Record<string, IntegrationSettings>> {
  const complete = Object.entries(entries).map(([name, entry]): [string, IntegrationSettings] => [
    name,
    {
      organizationId: entry.organizationId ?? stack.organizationId ?? "",
      providerHost: entry.providerHost ?? stack.providerHost,
      adoptExisting: entry.adoptExisting ?? stack.adoptExisting,
      ownApplicationName: entry.ownApplication
        ? (entry.applicationName ?? `${stack.applicationName} ${name}`)
        : undefined,
    },
  ]);
  return Object.fromEntries(complete);
}

/** What only all settings together show: an organization that nothing names, and duplicates. */
export function integrationProblems(entries: IntegrationEntries, stack: StackWide): ProblemInMap[] {
  const complete = Object.entries(completeIntegrations(entries, stack));
  if (stack.organizationId === undefined && complete.length === 0) {
    return [{ path: ["organizationId"], reason: "is missing" }];
  }
  const places = new Map<string, string>();
  if (stack.organizationId !== undefined) places.set(place(stack.organizationId, stack.providerHost), "organizationId");
  const appNames = new Map([[stack.applicationName, "the stack's applicationName"]]);
  return complete.flatMap(([name, { organizationId, providerHost, ownApplicationName }]) => {
    const problem = (field: string, found: Problem) => [{ path: ["integrations", name, field], ...found }];
    if (organizationId === "") return problem("organizationId", { reason: "is missing" });
    if (entries[name]?.applicationName !== undefined && ownApplicationName === undefined) {
      return problem("ownApplication", { reason: "must be true: only an app of its own has an applicationName" });
    }
    const samePlace = claim(places, place(organizationId, providerHost), name);
    if (samePlace !== undefined) {
      const reason = `makes this a second integration for the host and organization of ${samePlace}`;
      return problem("organizationId", { reason });
    }
    const sameName = ownApplicationName === undefined ? undefined : claim(appNames, ownApplicationName, name);
    if (sameName === undefined) return [];
    const reason = `must differ from that of ${sameName}`;
    return problem("applicationName", { reason, suggestion: `Gitpod-${name}`, basis: "example" });
  });
}

function place(organizationId: string, host: string): string {
  return `${organizationId.toLowerCase()} ${host}`;
}

/** Registers an owner, or returns the one that is registered already. */
function claim(owners: Map<string, string>, what: string, name: string): string | undefined {
  const owner = owners.get(what);
  if (owner === undefined) owners.set(what, name);
  return owner;
}
