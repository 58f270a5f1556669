import { z } from "zod";

/** Where a provider that is bridged from Terraform notes which inputs it filled in by itself. */
export const DEFAULTS = "__defaults";

/** Properties by name, or by path. */
export const propertyBag = z.record(z.string(), z.unknown()).nullish();

/** A resource before or after a step, as much of it as is read. */
export const resourceState = z
  .object({ custom: z.boolean().optional(), inputs: propertyBag, outputs: propertyBag })
  .nullish();
