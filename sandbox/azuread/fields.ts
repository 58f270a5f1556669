import { z } from "zod";
import type { GraphObject } from "./graphClient.ts";

/** How an input property stands in Graph's JSON. */
export interface Field {
  /** The part of Graph's object for the input's value; undefined when the program leaves it out. */
  write(value: unknown): GraphObject;
  /** The input's value in a live object. */
  read(live: GraphObject): unknown;
}

export type Fields = Readonly<Record<string, Field>>;

export type Inputs = Readonly<Record<string, unknown>>;

/** An input that is one property at Graph, where `empty` stands for "not set". */
export function plainField(graphName: string, empty: unknown = null): Field {
  return { write: (value) => ({ [graphName]: value ?? empty }), read: (live) => live[graphName] ?? empty };
}

/** Graph's object for the inputs. Inputs that are not set are there too, emptied. */
export function toGraph(fields: Fields, inputs: Inputs): GraphObject {
  const object: GraphObject = {};
  for (const [name, field] of Object.entries(fields)) {
    for (const [key, value] of Object.entries(field.write(inputs[name]))) {
      const nested = typeof value === "object" && value !== null && !Array.isArray(value);
      object[key] = nested ? { ...(object[key] as GraphObject | undefined), ...value } : value;
    }
  }
  return object;
}

/**
 * The inputs as the live object has them. A value that means the same stays as it is in the state, whatever the order of
 * its parts; one that was never set and is empty stays unset.
 */
export function fromGraph(fields: Fields, live: GraphObject, state: Inputs | undefined): Record<string, unknown> {
  const inputs: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = field.read(live);
    const known = state?.[name];
    if (known !== undefined && canonical(known) === canonical(value)) inputs[name] = known;
    else if (known !== undefined) inputs[name] = value ?? "";
    else if (typeof value === "boolean" || canonical(value) !== canonical(undefined)) inputs[name] = value;
  }
  return inputs;
}

/** Equal for values that mean the same: the order of a set does not count, nor do parts that are empty. */
function canonical(value: unknown): string {
  return JSON.stringify(simplify(value)) ?? "";
}

function simplify(value: unknown): unknown {
  if (value === null || value === "" || value === false) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(canonical).sort();
  if (typeof value !== "object") return value;
  const entries = Object.entries(value)
    .map(([key, part]) => [key, simplify(part)] as const)
    .filter(([, part]) => part !== undefined)
    .sort(([left], [right]) => left.localeCompare(right));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Schemas of the property kinds that the real resources have. */
export const kinds = {
  text: () => z.string("must be a string"),
  flag: () => z.boolean("must be true or false"),
  uuid: () => z.string("must be a UUID").regex(UUID, "must be a UUID"),
  texts: () => z.array(z.string("must be a string"), "must be a list of strings"),
  date: () => z.iso.datetime({ offset: true, error: "must be an RFC 3339 date such as 2030-01-01T00:00:00Z" }),
  /** A property that the real resource has and the stand-in does not act upon. */
  unsupported: () =>
    z
      .unknown()
      .refine((value) => value === undefined, "is not supported by the sandbox's stand-in for the azuread provider")
      .optional(),
};

/** The object id in a resource id such as `/applications/<object id>`; undefined when it is not of that form. */
export function objectId(collection: string, id: string): string | undefined {
  const [, found, object, ...rest] = id.split("/");
  return id.startsWith("/") && found === collection && object && rest.length === 0 ? object : undefined;
}
