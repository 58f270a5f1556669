import { z } from "zod";
import { runnerId, scmId } from "./schema.ts";

export const inputSchema = z.object({
  runnerId: runnerId.meta({
    description: "Id (UUID) of the runner. Changing it asks the other runner.",
    replaces: true,
  }),
  scmId: scmId.meta({
    description: "Kind of source control: `azuredevops_entra` or `azuredevops_server`. Changing it asks again.",
    replaces: true,
  }),
});

export const outputSchema = z.object({
  redirectUri: z.string().meta({
    description:
      "Redirect URI that an app registration for this runner must have. Empty where the runner offers no OAuth for this kind.",
  }),
  defaultHost: z.string().meta({ description: "Host that the runner suggests, else `dev.azure.com`." }),
});

export type Inputs = z.output<typeof inputSchema>;
export type Outputs = z.output<typeof outputSchema>;
