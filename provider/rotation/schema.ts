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
      "How long a secret is valid, in days, from 1 to 730. Entra's portal allows two years; Microsoft recommends six months or less. Changing it rotates the secret.",
  }),
  rotateAfterDays: days(LONGEST_LIFETIME).optional().meta({
    description:
      "Age of the secret, in days, at which the next deployment rotates it. Unset: only a changed trigger or lifetime rotates it.",
  }),
  trigger: z.string("must be text").optional().meta({ description: "Any text. Changing it rotates the secret." }),
});

export const outputSchema = z.object({
  generation: z.int().meta({ description: "Number of the secret: 1 at first, one more after each rotation." }),
  issuedAt: z.string().meta({ description: "When the present secret was issued (RFC 3339, UTC)." }),
  expiresAt: z.string().meta({ description: "When the present secret expires (RFC 3339, UTC)." }),
});

export type Inputs = z.output<typeof inputSchema>;
export type Outputs = z.output<typeof outputSchema>;
export type State = Inputs & Outputs;
