import { z } from "zod";
import { applicationName, onOffOrText, providerHost, uuid } from "./settingParts.ts";

/** What the names of a stack's resources begin with. */
export const NAME = "azure-devops";

/** What the names of an entry's resources begin with. */
export function nameOfEntry(entry: string): string {
  return `${NAME}-${entry}`;
}

/** What is said of an entry's name that cannot be one. */
export const NO_NAME =
  "is no name for an integration: it must be letters, digits and hyphens, 40 at most, and not begin with a hyphen";

const ENTRY = "must be a map of settings";

/** What an entry of `integrations` may say. What it leaves out is as in the stack's setting of the same name. */
const entrySchema = z.strictObject(
  {
    organizationId: uuid().optional(),
    providerHost: providerHost().optional(),
    adoptExisting: onOffOrText().optional(),
    /** Whether it has an app registration to itself, and does not share the stack's. Default false. */
    ownApplication: onOffOrText().default(false),
    /** Display name of its own app registration. Default: the stack's setting and the entry's name. */
    applicationName: applicationName().optional(),
  },
  ENTRY,
);

/** What an entry may say. */
export const INTEGRATION_FIELDS: readonly string[] = Object.keys(entrySchema.shape);

/** The setting `integrations`: entries by a name that becomes part of their resources' names. */
export const integrationsSchema = z
  .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/i), entrySchema, {
    error: ({ code }) => (code === "invalid_key" ? NO_NAME : "must map names to settings"),
  })
  .default({});

/** The entries of the setting, as they are given. */
export type IntegrationEntries = z.output<typeof integrationsSchema>;

/** The settings of the stack that entries go by. */
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
  /** Display name of the app registration that it has to itself; undefined when it shares the stack's. */
  readonly ownApplicationName: string | undefined;
}

/** Something wrong with a setting, where the path begins with its name. */
interface Problem {
  readonly path: readonly string[];
  readonly message: string;
}

/** The entries with what they leave out. {@link integrationProblems} says when one has no organization. */
export function completeIntegrations(
  entries: IntegrationEntries,
  stack: StackWide,
): Readonly<Record<string, IntegrationSettings>> {
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => [
      name,
      {
        organizationId: entry.organizationId ?? stack.organizationId ?? "",
        providerHost: entry.providerHost ?? stack.providerHost,
        adoptExisting: entry.adoptExisting ?? stack.adoptExisting,
        ownApplicationName: entry.ownApplication
          ? (entry.applicationName ?? `${stack.applicationName} ${name}`)
          : undefined,
      },
    ]),
  );
}

/** What no setting shows by itself: an organization that nothing names, and two of what there can be one of. */
export function integrationProblems(entries: IntegrationEntries, stack: StackWide): Problem[] {
  const complete = Object.entries(completeIntegrations(entries, stack));
  if (stack.organizationId === undefined && complete.length === 0) {
    return [{ path: ["organizationId"], message: "is missing" }];
  }
  const places = new Map<string, string>();
  if (stack.organizationId !== undefined) places.set(place(stack.organizationId, stack.providerHost), "organizationId");
  const titles = new Map([[stack.applicationName, "the stack's applicationName"]]);
  return complete.flatMap(([name, { organizationId, providerHost, ownApplicationName }]) => {
    const problem = (field: string, message: string) => [{ path: ["integrations", name, field], message }];
    if (organizationId === "") return problem("organizationId", "is missing");
    if (entries[name]?.applicationName !== undefined && ownApplicationName === undefined) {
      return problem("ownApplication", "must be true: only an app of its own has an applicationName");
    }
    const samePlace = claim(places, place(organizationId, providerHost), name);
    if (samePlace !== undefined) {
      return problem("organizationId", `makes this a second integration for host and organization of ${samePlace}`);
    }
    const sameTitle = ownApplicationName === undefined ? undefined : claim(titles, ownApplicationName, name);
    if (sameTitle === undefined) return [];
    return problem("applicationName", `must differ from that of ${sameTitle}; write it like Gitpod-${name}`);
  });
}

function place(organizationId: string, host: string): string {
  return `${organizationId.toLowerCase()} ${host}`;
}

/** Notes who has it, or says who had it before. */
function claim(owners: Map<string, string>, what: string, name: string): string | undefined {
  const owner = owners.get(what);
  if (owner === undefined) owners.set(what, name);
  return owner;
}
