import { z } from "zod";
import { AZURE_DEVOPS_SERVICES, azureDevOpsHostProblem } from "../../platforms/azureDevOpsHost.ts";
import { urlProblem } from "../../provider-kit/hosts.ts";
import { refuse } from "../../provider-kit/problem.ts";

/** Endpoints of the public Azure cloud stand for one in messages. */
const url = (endpoint: string) =>
  z
    .string("must be a URL")
    .check(refuse((value) => urlProblem(value, `https://login.microsoftonline.com/<tenant>/oauth2/v2.0/${endpoint}`)));

export const organizationId = z.guid("must be a UUID, as in the address of the organization's settings").toLowerCase();

/** What the program sets. */
export const inputSchema = z.object({
  organizationId: organizationId.meta({
    description:
      "Id (UUID) of the Gitpod organization that owns the integration. Changing it replaces the integration.",
    replaces: true,
  }),
  host: z
    .string(`must be a host name such as ${AZURE_DEVOPS_SERVICES}`)
    .toLowerCase()
    .check(refuse(azureDevOpsHostProblem))
    .default(AZURE_DEVOPS_SERVICES)
    .meta({
      description:
        "Host of Azure DevOps, without scheme and slash. Gitpod keeps one integration for each organization and host. Changing it replaces the integration.",
      replaces: true,
    }),
  authorizationUrl: url("authorize").meta({
    description:
      "OAuth 2.0 authorization endpoint of the Entra tenant. Changing it updates the integration, and an owner must activate it again.",
  }),
  tokenUrl: url("token").meta({
    description:
      "OAuth 2.0 token endpoint of the Entra tenant. Changing it updates the integration, and an owner must activate it again.",
  }),
  clientId: z.string("must be text").trim().min(1, "must not be empty").meta({
    description:
      "Application (client) id of the Entra app registration. Changing it updates the integration, and an owner must activate it again.",
  }),
  clientSecret: z.string("must be text").min(1, "must not be empty").meta({
    description:
      "Client secret of the Entra app registration; Gitpod never returns it. Changing it updates the integration, and an owner must activate it again.",
    secret: true,
  }),
  adoptExisting: z.boolean("must be true or false").default(false).meta({
    description:
      "Take over the integration that the organization already has for this host, instead of failing. It gets these credentials, and destroying the resource deletes it. Changing it alone does nothing to an existing integration.",
  }),
  verifyCredentials: z.boolean("must be true or false").default(true).meta({
    description:
      "Prove at `tokenUrl` that Entra accepts the client secret before Gitpod gets it. Entra may refuse a new secret for some seconds, so this tries for up to 90 seconds. Changing it alone does nothing to an existing integration.",
  }),
});

/** What Gitpod answers. */
export const outputSchema = z.object({
  verified: z.boolean().meta({
    description:
      "Whether an organization owner has activated the integration since its credentials last changed. A refresh reads it.",
  }),
  refusedSince: z.string().optional().meta({
    description:
      "When a refresh first found that Entra refuses the client secret that Gitpod has (RFC 3339, UTC). Unset while Entra accepts it, and with `verifyCredentials: false`.",
  }),
  redirectUri: z.string().meta({
    description:
      "Redirect URI that the app registration must have on the platform Web: `https://<gitpod host>/auth/callback`, the same for every integration.",
  }),
  activationUrl: z
    .string()
    .meta({ description: "Link by which an organization owner, signed in to Gitpod, activates the integration." }),
  scopes: z.array(z.string()).meta({ description: "OAuth scopes that Gitpod asks Entra for." }),
  settingsUrl: z
    .string()
    .meta({ description: "Page of the Git provider on which people review and withdraw their consent." }),
  type: z.string().meta({ description: "Gitpod's type of the integration: `AUTH_PROVIDER_TYPE_AZURE_DEVOPS`." }),
});

export type Inputs = z.output<typeof inputSchema>;
export type Outputs = z.output<typeof outputSchema>;
export type State = Inputs & Outputs;
