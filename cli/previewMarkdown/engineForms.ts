import { z } from "zod";

/** Properties by name, or by path. */
export const propertyBag = z.record(z.string(), z.unknown()).nullish();

/** A resource before or after a step, as much of it as is read. */
export const resourceState = z
  .object({ custom: z.boolean().optional(), inputs: propertyBag, outputs: propertyBag })
  .nullish();
