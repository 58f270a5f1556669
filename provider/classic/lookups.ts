import { z } from "zod";
import { AZURE_DEVOPS_SERVICES } from "../../platforms/azureDevOpsHost.ts";
import { ProviderError } from "../../provider-kit/errors.ts";
import { defineFunction, defineList, type OperationContext } from "../../provider-kit/resource.ts";
import { calls } from "../connect/retry.ts";
import { explainCall } from "./explain.ts";
import { standingAt } from "./find.ts";
import type { Integration } from "./integrationApi.ts";
import { AZURE_DEVOPS_TYPE } from "./mapping.ts";
import { readAccount } from "./organizations.ts";
import { organizationId } from "./schema.ts";
import type { ClassicServices, IntegrationServices } from "./services.ts";

interface Classic {
  readonly classic: ClassicServices;
}

const ORGANIZATION = "Id (UUID) of the Gitpod organization.";

const organization = z
  .object({
    id: z.string().meta({ description: "Id (UUID) of the organization." }),
    name: z.string().meta({ description: "Name of the organization." }),
    role: z.enum(["owner", "member", "collaborator"]).optional().meta({
      description:
        "Role of the token's owner: `owner`, `member` or `collaborator`. Only an owner may manage integrations. Unset where Gitpod does not show it.",
    }),
  })
  .meta({ id: "Organization", description: "A Gitpod organization." });

const integration = {
  id: z.string().meta({ description: "Id (UUID) of the integration, by which it can be imported." }),
  host: z.string().meta({ description: "Host of the Git provider, such as `dev.azure.com`." }),
  type: z
    .string()
    .meta({ description: "Gitpod's type of the integration, such as `AUTH_PROVIDER_TYPE_AZURE_DEVOPS`." }),
  clientId: z.string().meta({ description: "Client id of the app that it signs people in with." }),
  verified: z.boolean().meta({
    description: "Whether an organization owner has activated it since its credentials last changed.",
  }),
};

/** The organizations of the token's owner. */
export const getOrganizations = defineFunction({
  token: "gitpod:index:getOrganizations",
  description: "The Gitpod organizations that the owner of the token belongs to. Needs `gitpod:token`.",
  inputs: z.object({}),
  outputs: z.object({
    organizations: z.array(organization).meta({ description: "The organizations, in Gitpod's order." }),
  }),
  async run({ classic: { organizations: api } }: Classic, _inputs, context) {
    const { organizations } = await readAccount(api, calls(context)).catch((error: unknown) => {
      throw explainCall(error, "list the organizations of the token's owner");
    });
    return { organizations: organizations.map(({ id, name, role }) => ({ id, name, role })) };
  },
});

/** All integrations of an organization, whatever they are for. */
export const getAuthProviders = defineFunction({
  token: "gitpod:index:getAuthProviders",
  description:
    "The integrations of a Gitpod organization with Git providers, not only with Azure DevOps. Needs `gitpod:token`, of an owner of the organization.",
  inputs: z.object({ organizationId: organizationId.meta({ description: ORGANIZATION }) }),
  outputs: z.object({
    authProviders: z
      .array(
        z.object(integration).meta({ id: "AuthProviderSummary", description: "An integration with a Git provider." }),
      )
      .meta({ description: "The integrations, in Gitpod's order." }),
  }),
  async run({ classic }: Classic, { organizationId }, context) {
    return { authProviders: (await integrationsOf(classic, organizationId, context)).map(summary) };
  },
});

/** One integration, by its id or its place. */
export const getAuthProvider = defineFunction({
  token: "gitpod:index:getAuthProvider",
  description:
    "An existing integration of a Gitpod organization, by `id`, or by `organizationId` and `host`. Fails if there is none. Needs `gitpod:token`, of an owner of the organization.",
  inputs: z.object({
    id: z.guid("must be a UUID").toLowerCase().optional().meta({ description: "Id (UUID) of the integration." }),
    organizationId: organizationId.optional().meta({ description: ORGANIZATION }),
    host: z
      .string("must be a host name")
      .trim()
      .toLowerCase()
      .optional()
      .meta({
        description: `Host of the Git provider. Default \`${AZURE_DEVOPS_SERVICES}\`. Not together with \`id\`.`,
      }),
  }),
  outputs: z.object({
    ...integration,
    organizationId: z.string().meta({ description: "Id (UUID) of the organization that owns the integration." }),
  }),
  async run({ classic }: Classic, { id, organizationId, host }, context) {
    if (id !== undefined && (organizationId ?? host) !== undefined) {
      throw new ProviderError("getAuthProvider takes either id, or organizationId and host, not both");
    }
    if (id !== undefined) return details(await integrationWith(classic, id, context));
    if (organizationId !== undefined) {
      return details(await integrationAt(classic, { organizationId, host: host ?? AZURE_DEVOPS_SERVICES }, context));
    }
    throw new ProviderError("getAuthProvider needs id, or organizationId and, where it is another, host");
  },
});

/** How tools find integrations to import. */
export const existingIntegrations = defineList({
  query: z.object({ organizationId: organizationId.meta({ description: ORGANIZATION }) }),
  async run({ classic }: { classic: Api }, { organizationId }, context) {
    const all = await integrationsOf(classic, organizationId, context);
    return all.filter(({ type }) => type === AZURE_DEVOPS_TYPE).map(({ id, host }) => ({ id, name: host }));
  },
});

type Api = Pick<IntegrationServices, "api">;

async function integrationsOf({ api }: Api, organizationId: string, context: OperationContext) {
  return api.list(organizationId, calls(context)).catch((error: unknown) => {
    throw explainCall(error, `list the integrations of organization ${organizationId}`);
  });
}

async function integrationWith({ api }: Api, id: string, context: OperationContext): Promise<Integration> {
  const found = await api.get(id, calls(context)).catch((error: unknown) => {
    throw explainCall(error, `read integration ${id}`);
  });
  if (found !== undefined) return found;
  throw new ProviderError(`there is no integration with the id ${id}, or none that the token may see`);
}

async function integrationAt(
  services: Api,
  place: { organizationId: string; host: string },
  context: OperationContext,
): Promise<Integration> {
  const all = await integrationsOf(services, place.organizationId, context);
  const found = standingAt(place, all);
  if (found !== undefined) return found;
  const others = all.length === 0 ? "" : `; it has some for ${all.map(({ host }) => host).join(", ")}`;
  throw new ProviderError(`organization ${place.organizationId} has no integration for ${place.host}${others}`);
}

function summary({ id, host, type, clientId, verified }: Integration) {
  return { id, host, type, clientId, verified };
}

function details(integration: Integration) {
  return { ...summary(integration), organizationId: integration.organizationId };
}
