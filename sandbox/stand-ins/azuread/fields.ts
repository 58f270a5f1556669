import { z } from "zod";
import { ProviderError } from "../../../provider-kit/errors.ts";
import type { PropertyValue } from "../../../provider-kit/values.ts";
import { type Comparisons, isSame } from "./changes.ts";
import type { GraphObject } from "./graphClient.ts";

export type Values = Readonly<Record<string, unknown>>;

/** How an input property maps to Graph's JSON. */
export interface Field {
  /** The part of Graph's object for the input's value; an empty one for undefined. */
  write(value: unknown): GraphObject;
  /** The input's value in an object from Graph. */
  read(live: GraphObject): unknown;
}

export type Fields = Readonly<Record<string, Field>>;

export function textField(graphName: string): Field {
  return { write: (value) => ({ [graphName]: value || null }), read: (live) => live[graphName] ?? "" };
}

export function flagField(graphName: string): Field {
  return { write: (value) => ({ [graphName]: value ?? false }), read: (live) => live[graphName] ?? false };
}

export function listField(graphName: string): Field {
  return { write: (value) => ({ [graphName]: value ?? [] }), read: (live) => live[graphName] ?? [] };
}

/** Graph's object for the inputs. It has empty values for inputs that are not set. */
export function toGraph(fields: Fields, inputs: Values): GraphObject {
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
 * The inputs in a live object. Values that Terraform considers equal stay as they are in the state, including the order of a
 * set. Empty values that were never set are left out.
 */
export function fromGraph(
  fields: Fields,
  comparisons: Comparisons,
  live: GraphObject,
  state: Values = {},
): GraphObject {
  const inputs: GraphObject = {};
  for (const [name, field] of Object.entries(fields)) {
    const [known, value] = [state[name], field.read(live)];
    const same = isSame(comparisons[name] ?? {}, known as PropertyValue | undefined, value as PropertyValue);
    if (!same) inputs[name] = value;
    else if (known !== undefined) inputs[name] = known;
  }
  return inputs;
}

/** The program's inputs, with the state's values for omitted ones that keep theirs. */
export function withKept<Inputs extends Values>(comparisons: Comparisons, news: Inputs, state: Values): Inputs {
  const kept = Object.entries(comparisons).filter(([name, how]) => how.keptWhenUnset && news[name] === undefined);
  return { ...news, ...Object.fromEntries(kept.map(([name]) => [name, state[name]])) };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Schemas of the real resources' kinds of properties. */
export const kinds = {
  text: () => z.string("must be a string"),
  flag: () => z.boolean("must be true or false"),
  uuid: () => z.string("must be a UUID").regex(UUID, "must be a UUID"),
  texts: () => z.array(z.string("must be a string"), "must be a list of strings"),
  date: () => z.iso.datetime({ offset: true, error: "must be an RFC 3339 date such as 2030-01-01T00:00:00Z" }),
  /** A property of the real resource that the stand-in does not support. */
  unsupported: () =>
    z
      .unknown()
      .refine((value) => value === undefined, "is not supported by the sandbox's stand-in for the azuread provider")
      .optional(),
};

/** The object id in a resource id such as `/applications/<object id>`; undefined if it has another form. */
export function objectId(collection: string, id: string): string | undefined {
  const [, found, object, ...rest] = id.split("/");
  return id.startsWith("/") && found === collection && object && rest.length === 0 ? object : undefined;
}

/** Graph's path of the object with this resource id. */
export function objectPath(collection: string, id: string): string {
  const object = objectId(collection, id);
  if (object === undefined) throw new ProviderError(`the id ${id} is not of the form /${collection}/<object id>`);
  return `/${collection}/${object}`;
}
