import { isUuid } from "../../stack/settingParts.ts";
import { openAccess } from "../entra/access.ts";
import { type Claims, MANAGE_OWNED, ownedOnly, owner } from "../entra/claims.ts";
import { cloudOf } from "../entra/cloud.ts";
import { EntraError, GraphError } from "../entra/errors.ts";
import { type AppRegistration, Graph, type ServicePrincipal } from "../entra/graph.ts";
import { identityOf, type Value } from "../entra/identity.ts";
import { AZURE_TENANT, type Config } from "../setup/settings.ts";
import { documentation } from "../shared/packaged.ts";
import { plain } from "../shared/text.ts";
import type { FoundIntegration } from "./platform.ts";

/** What was made by hand. */
export interface Found {
  readonly integration: FoundIntegration;
  readonly application: AppRegistration;
  /** Sign-in hosts of the cloud in which the app registration is, with their scheme. */
  readonly logins: readonly string[];
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
  signal: AbortSignal,
): Promise<Found> {
  const { clientId } = integration;
  const { access, logins } = await signIn(config, env, tenantId, signal).catch((error: unknown) => {
    throw explained(error, `sign in to tenant ${tenantId} of Entra`);
  });
  try {
    const graph = new Graph(access);
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
      logins,
      owners,
      principal: ofPrincipal,
      warnings: rightsWarnings(access.claims, application, owners),
    };
  } catch (error) {
    throw explained(error, `read the app registration ${plain(clientId)} as ${plain(owner(access.claims))}`);
  }
}

/** Signs in to the integration's tenant, whichever the settings name. */
async function signIn(config: Config, env: NodeJS.ProcessEnv, tenantId: string, signal: AbortSignal) {
  const value: Value = async (key) => (key === AZURE_TENANT ? tenantId : (config[key] ?? ""));
  const cloud = await cloudOf(value, env, signal);
  const access = await openAccess(await identityOf(value, env), cloud, env, signal);
  return { access, logins: [cloud.login, ...(cloud.otherLogins ?? [])] };
}

async function theApp(graph: Graph, { id, clientId }: FoundIntegration, tenantId: string): Promise<AppRegistration> {
  const [application, ...more] = isUuid(clientId) ? await graph.applications("appId", clientId) : [];
  if (application === undefined) {
    throw new Error(
      `tenant ${tenantId} has no app registration with the client id ${plain(clientId)}, which integration ${plain(id)} has: it was ` +
        "deleted, or it is in another tenant (azuread:tenantId). Without it there is only the integration to take over: set " +
        `adoptExisting, as ${documentation("guide.md")} says`,
    );
  }
  if (more.length > 0) throw new Error(`Entra shows several app registrations with the client id ${plain(clientId)}`);
  return application;
}

/** Somebody who may manage only apps of their own can read this one, and fails in the first deployment that changes it. */
function rightsWarnings(claims: Claims, { id, displayName }: AppRegistration, owners: readonly string[]): string[] {
  if (!ownedOnly(claims) || owners.includes(claims.oid)) return [];
  return [
    `${plain(owner(claims))} may only manage apps that it owns (${MANAGE_OWNED}), and it does not own ${plain(displayName)}, so a pulumi up ` +
      `that changes the app will fail. \`az ad app owner add --id ${id} --owner-object-id ${claims.oid}\` makes it an owner`,
  ];
}

/** The first renewal would fail: from then on the azuread provider demands that no other app has the name. */
async function refuseSameName(graph: Graph, { id, displayName }: AppRegistration): Promise<void> {
  const others = (await graph.applications("displayName", displayName)).filter((each) => each.id !== id);
  if (others.length === 0) return;
  const ids = others.map((each) => each.appId).join(", ");
  throw new Error(
    `several app registrations are called ${plain(displayName)} (the other's client id: ${ids}), and pulumi up would refuse that ` +
      "when it makes the first secret of its own: rename or delete one of them in the portal",
  );
}

/** By HTTP status. */
const READ_STEPS: Readonly<Record<number, string>> = {
  401: "sign in to Entra again: az login",
  403: `it needs ${MANAGE_OWNED} or more; a person, the role Application Developer or more`,
};

function explained(error: unknown, tried: string): unknown {
  if (!(error instanceof EntraError)) return error;
  const fix = error instanceof GraphError ? READ_STEPS[error.status] : error.fix;
  return new Error(`could not ${tried}: ${plain(error.message)}${fix === undefined ? "" : ` Fix: ${fix}`}`, {
    cause: error,
  });
}
