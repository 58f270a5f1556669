import { ApiError, type Reason } from "../../provider/connect/errors.ts";
import type { CallContext } from "../../provider/connect/retry.ts";
import { isUuid } from "../../stack/settingParts.ts";
import { type AppRegistration, Graph, type ServicePrincipal } from "../entra/graph.ts";
import { type Access, signIn } from "../entra/signIn.ts";
import type { Config } from "../setup/settings.ts";
import type { FoundIntegration } from "./platform.ts";

/** What was made by hand. */
export interface Found {
  readonly integration: FoundIntegration;
  readonly application: AppRegistration;
  /** Object ids of the app registration's owners. */
  readonly owners: readonly string[];
  /** Undefined where the app has none: the first deployment makes it. */
  readonly principal: (ServicePrincipal & { readonly owners: readonly string[] }) | undefined;
  /** About the identity that will deploy. */
  readonly warnings: readonly string[];
}

/**
 * Finds the app that an integration signs people in with, as the identity that a deployment would use.
 *
 * @param tenantId where to look
 * @throws Error that says why it cannot be found or read, and what to do
 */
export async function findApp(
  integration: FoundIntegration,
  config: Config,
  env: NodeJS.ProcessEnv,
  tenantId: string,
  context: CallContext,
): Promise<Found> {
  const { clientId } = integration;
  const access = await signIn(config, env, tenantId, context).catch((error: unknown) => {
    throw explained(error, `sign in to tenant ${tenantId} of Entra`, SIGN_IN_STEPS);
  });
  try {
    const graph = new Graph(access, context);
    const [application, principals] = await Promise.all([
      theApp(graph, integration, tenantId),
      graph.servicePrincipals(clientId),
    ]);
    const owners = await graph.owners("applications", application.id);
    await refuseSameName(graph, application);
    const [first] = principals;
    const ofPrincipal = first && { ...first, owners: await graph.owners("servicePrincipals", first.id) };
    return {
      integration,
      application,
      owners,
      principal: ofPrincipal,
      warnings: rightsWarnings(access, application, owners),
    };
  } catch (error) {
    throw explained(error, `read the app registration ${clientId} as ${access.identity.name}`, READ_STEPS);
  }
}

async function theApp(graph: Graph, { id, clientId }: FoundIntegration, tenantId: string): Promise<AppRegistration> {
  const [application, ...more] = isUuid(clientId) ? await graph.applications("appId", clientId) : [];
  if (application === undefined) {
    throw new Error(
      `tenant ${tenantId} has no app registration with the client id ${clientId}, which integration ${id} has: it was deleted, ` +
        "or it is in another tenant (azuread:tenantId). Without it there is only the integration to take over: set adoptExisting, as docs/guide.md says",
    );
  }
  if (more.length > 0) throw new Error(`Entra shows several app registrations with the client id ${clientId}`);
  return application;
}

/** Somebody who may manage only apps of their own can read this one, and fails in the first deployment that changes it. */
function rightsWarnings(
  { identity }: Access,
  { id, displayName }: AppRegistration,
  owners: readonly string[],
): string[] {
  const { name, objectId, roles } = identity;
  const ownOnly = roles.includes("Application.ReadWrite.OwnedBy") && !roles.includes("Application.ReadWrite.All");
  if (!ownOnly || owners.includes(objectId)) return [];
  return [
    `${name} may only manage apps that it owns (Application.ReadWrite.OwnedBy), and it does not own ${displayName}, so a pulumi up ` +
      `that changes the app will fail. \`az ad app owner add --id ${id} --owner-object-id ${objectId}\` makes it an owner`,
  ];
}

/** The first renewal would fail: from then on the azuread provider demands that no other app has the name. */
async function refuseSameName(graph: Graph, { id, displayName }: AppRegistration): Promise<void> {
  const others = (await graph.applications("displayName", displayName)).filter((each) => each.id !== id);
  if (others.length === 0) return;
  const ids = others.map((each) => each.appId).join(", ");
  throw new Error(
    `several app registrations are called ${displayName} (the other's client id: ${ids}), and pulumi up would refuse that ` +
      "when it makes the first secret of its own: rename or delete one of them in the portal",
  );
}

type Steps = Partial<Record<Reason, string>>;

const NETWORK = "Check the network (HTTPS_PROXY; NODE_EXTRA_CA_CERTS for a private certificate authority).";
const SIGN_IN_STEPS: Steps = {
  unauthenticated: "Check ARM_CLIENT_ID, ARM_CLIENT_SECRET and the tenant.",
  refused: "Check ARM_CLIENT_ID, ARM_CLIENT_SECRET or the pipeline's token, and the tenant.",
};
const READ_STEPS: Steps = {
  unauthenticated: "Sign in to Entra again: `az login`.",
  forbidden: "It needs Application.ReadWrite.OwnedBy or more; a person, the role Application Developer or more.",
};

function explained(error: unknown, tried: string, steps: Steps): unknown {
  if (!(error instanceof ApiError)) return error;
  const next = steps[error.reason] ?? (error.transient || error.reason === "tls" ? NETWORK : "");
  return new Error(`could not ${tried}: ${error.quoted}. ${next}`.trimEnd(), { cause: error });
}
