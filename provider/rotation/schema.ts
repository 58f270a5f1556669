import { z } from "zod";

const LONGEST_LIFETIME = 730;

const days = (most: number) =>
  z
    .number("must be a number of days")
    .int("must be a whole number of days")
    .min(1, "must be at least 1 day")
    .max(most, `must be at most ${most} days`);

export const inputSchema = z.object({
  lifetimeDays: days(LONGEST_LIFETIME).default(180).meta({
    description:
      "Days from issue to expiry. Entra's portal allows two years, Microsoft advises six months or less. Changing it issues anew.",
  }),
  rotateAfterDays: days(LONGEST_LIFETIME).optional().meta({
    description: "Days after which an update issues anew. Unset: only a changed trigger or lifetime does.",
  }),
  trigger: z.string("must be text").optional().meta({ description: "Any text; changing it issues anew." }),
});

export const outputSchema = z.object({
  generation: z.int().meta({ description: "1 at first, and one more each time the secret is issued anew." }),
  issuedAt: z.string().meta({ description: "When this generation was issued (RFC 3339, UTC)." }),
  expiresAt: z.string().meta({ description: "When this generation expires (RFC 3339, UTC)." }),
});

export type Inputs = z.output<typeof inputSchema>;
export type Outputs = z.output<typeof outputSchema>;
export type State = Inputs & Outputs;
