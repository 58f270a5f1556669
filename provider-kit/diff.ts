import type { z } from "zod";
import { defaultOf } from "./check.ts";
import { type Properties, type PropertyValue, sameValue } from "./values.ts";

export type ChangeKind = "add" | "delete" | "update";

export interface Change {
  readonly property: string;
  readonly kind: ChangeKind;
  readonly replaces: boolean;
}

/**
 * How checked inputs differ from those of the last deployment. A property that is not there has its default: in the old
 * inputs, so that a new version with a new property shows no change; in a provider's settings, which are kept as given.
 */
export function diffInputs(schema: z.ZodObject, olds: Properties, news: Properties): Change[] {
  return Object.entries(schema.shape).flatMap(([property, propertySchema]) => {
    const preset = defaultOf(schema, property);
    const kind = changeKind(olds[property] ?? preset, news[property] ?? preset);
    return kind === undefined ? [] : [{ property, kind, replaces: propertySchema.meta()?.replaces === true }];
  });
}

function changeKind(old: PropertyValue | undefined, current: PropertyValue | undefined): ChangeKind | undefined {
  if (old === undefined) return current === undefined ? undefined : "add";
  if (current === undefined) return "delete";
  return sameValue(old, current) ? undefined : "update";
}
