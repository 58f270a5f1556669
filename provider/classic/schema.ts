import { z } from "zod";
import { azureDevOpsHostProblem } from "../../platforms/azureDevOpsHost.ts";
import { urlProblem } from "../../platforms/origin.ts";
import { described } from "../config.ts";

const url = () => z.string("must be a URL").check(described(urlProblem));

/** What the program says of an integration. */
export const inputSchema = z.object({
  organizationId: z
    .guid("must be a UUID, as in the address of the organization's settings")
    .toLowerCase()
    .meta({ description: "Id (UUID) of the Gitpod organization that owns the integration.", replaces: true }),
  host: z
    .string("must be a host name such as dev.azure.com")
    .toLowerCase()
    .check(described(azureDevOpsHostProblem))
    .default("dev.azure.com")
    .meta({
      description:
        "Host name of the source-control service, without scheme. An organization has one integration for a host.",
      replaces: true,
    }),
  authorizationUrl: url().meta({ description: "OAuth 2.0 authorization endpoint of the Entra tenant." }),
  tokenUrl: url().meta({ description: "OAuth 2.0 token endpoint of the Entra tenant." }),
  clientId: z
    .string("must be text")
    .trim()
    .min(1, "must not be empty")
    .meta({ description: "Application (client) ID of the Entra app registration." }),
  clientSecret: z
    .string("must be text")
    .min(1, "must not be empty")
    .meta({ description: "Client secret of the Entra app registration. Gitpod never shows it again.", secret: true }),
  adoptExisting: z.boolean("must be true or false").default(false).meta({
    description:
      "Take over the integration that the organization already has for this host instead of failing. It gets these credentials, and destroying the resource deletes it.",
  }),
  verifyCredentials: z.boolean("must be true or false").default(true).meta({
    description:
      "Before Gitpod is told, prove at tokenUrl that Entra accepts the client secret; a new one may be refused for some seconds and is tried for up to 90.",
  }),
});

/** What Gitpod says of it. */
export const outputSchema = z.object({
  verified: z.boolean().meta({
    description:
      "Whether an organization owner has approved the connection with the present credentials. Read by a refresh.",
  }),
  redirectUri: z.string().meta({ description: "Redirect URI that the app registration must hold, platform Web." }),
  activationUrl: z
    .string()
    .meta({ description: "Link by which an organization owner, signed in to Gitpod, activates the integration." }),
  scopes: z.array(z.string()).meta({ description: "Scopes that Gitpod asks Entra for." }),
  settingsUrl: z.string().meta({ description: "Page of the service where a person can withdraw the connection." }),
  type: z.string().meta({ description: "Gitpod's type of the integration." }),
});

export type Inputs = z.output<typeof inputSchema>;
export type Outputs = z.output<typeof outputSchema>;
export type State = Inputs & Outputs;
