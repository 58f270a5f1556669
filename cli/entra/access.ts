import { z } from "zod";
import { lastingText } from "../../provider/entra/tokenEndpoint.ts";
import { parseJson } from "../shared/text.ts";
import { AzureCliError, az } from "./azureCli.ts";
import { type Claims, claimsOf } from "./claims.ts";
import type { AzureCloud } from "./cloud.ts";
import { EntraError, SignInFailed } from "./errors.ts";
import type { Identity } from "./identity.ts";
import { type Answer, getJson } from "./request.ts";

/** A sign-in as the azuread provider's. Its token is only ever sent to Graph. */
export interface Access {
  readonly claims: Claims;
  /** Reads from Graph, by a path such as `/applications`. */
  get(path: string): Promise<Answer>;
}

const accountSchema = z.object({
  tenantId: z.string(),
  user: z.object({ name: z.string(), type: z.string() }),
  cloudShellId: z.boolean().optional(),
});
const cliTokenSchema = z.object({ accessToken: z.string() });
const grantedSchema = z.object({ access_token: z.string() });
const refusedSchema = z.object({ error_description: z.string() });
const requestedSchema = z.object({ value: z.string() });

const AUDIENCE = "api://AzureADTokenExchange";
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const PROVIDER_FAILS = 'pulumi up would say "failed to load Azure credentials"';

/**
 * Signs in.
 *
 * @throws SignInFailed where the provider could not sign in either
 * @throws EntraError for an identity that only the provider can use, or without a network
 */
export async function openAccess(
  identity: Identity,
  cloud: AzureCloud,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Access> {
  const token = await tokenOf(identity, cloud, env, signal);
  const claims = claimsOf(token);
  const headers = { authorization: `Bearer ${token}` };
  return { claims, get: (path) => getJson(`${cloud.graph}/v1.0${path}`, { headers, signal }) };
}

async function tokenOf(identity: Identity, cloud: AzureCloud, env: NodeJS.ProcessEnv, signal: AbortSignal) {
  const grant = (proof: Record<string, string>, { tenantId, clientId }: { tenantId: string; clientId: string }) =>
    requestToken(cloud, tenantId, { client_id: clientId, ...proof }, signal);
  const byAssertion = (token: string) => ({ client_assertion: token, client_assertion_type: ASSERTION_TYPE });
  switch (identity.kind) {
    case "secret":
      return grant({ client_secret: identity.clientSecret }, identity);
    case "token":
      return grant(byAssertion(identity.token), identity);
    case "tokenRequest":
      return grant(byAssertion(await pipelineToken(identity.url, identity.requestToken, signal)), identity);
    case "azureCli":
      return azureCliToken(identity.tenantId, cloud, env);
    case "none":
      throw new SignInFailed(
        `There is no way to sign in to Microsoft Entra ID: no credentials are complete (tenant, client id, and a secret or token), and the Azure CLI is turned off (ARM_USE_CLI). ${PROVIDER_FAILS}.`,
        "unset ARM_USE_CLI && az login",
      );
    default:
      throw new EntraError(
        `Only the azuread provider can sign in with ${WAYS[identity.kind]}, this command cannot.`,
        "set ARM_CLIENT_SECRET for this command, or unset ARM_CLIENT_ID and run az login",
      );
  }
}

/** Each way to sign in, after "with". */
export const WAYS: Readonly<Record<Identity["kind"], string>> = {
  certificate: "a client certificate",
  secret: "a client secret",
  token: "a token of the CI system (OIDC)",
  azurePipelines: "a service connection of Azure Pipelines (OIDC)",
  tokenRequest: "a token of the CI system (OIDC)",
  managedIdentity: "a managed identity",
  azureCli: "the Azure CLI",
  none: "nothing",
};

async function requestToken(cloud: AzureCloud, tenantId: string, proof: Record<string, string>, signal: AbortSignal) {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    scope: `${cloud.graph}/.default`,
    ...proof,
  });
  const answer = await getJson(`${cloud.login}/${tenantId}/oauth2/v2.0/token`, { method: "POST", body, signal });
  const granted = grantedSchema.safeParse(answer.body).data?.access_token;
  if (granted !== undefined) return granted;
  const description = refusedSchema.safeParse(answer.body).data?.error_description ?? `HTTP status ${answer.status}`;
  throw new SignInFailed(
    `Entra refuses the sign-in of ${proof.client_id}: ${lastingText(description).replace(/\.$/, "")}.`,
  );
}

async function pipelineToken(url: string, bearer: string, signal: AbortSignal): Promise<string> {
  const request = new URL(url);
  request.searchParams.set("audience", AUDIENCE);
  const headers = { authorization: `Bearer ${bearer}` };
  const { data } = requestedSchema.safeParse((await getJson(request.href, { headers, signal })).body);
  if (data !== undefined) return data.value;
  throw new SignInFailed(`The CI system gives no token (${request.origin}): ${PROVIDER_FAILS}.`);
}

async function azureCliToken(tenantId: string, { graph }: AzureCloud, env: NodeJS.ProcessEnv): Promise<string> {
  const login = `az login${tenantId && ` --tenant ${tenantId}`} --allow-no-subscriptions`;
  try {
    const account = accountSchema.parse(parseJson(await az(env, "account", "show")));
    const isManaged = /^(system|user)AssignedIdentity$/.test(account.user.name) || account.cloudShellId === true;
    const tenant = tenantId === "" || isManaged ? [] : ["--tenant", tenantId];
    const answer = await az(env, "account", "get-access-token", "--resource", graph, ...tenant);
    return cliTokenSchema.parse(parseJson(answer)).accessToken;
  } catch (error) {
    if (error instanceof AzureCliError && error.missing) {
      throw new SignInFailed(
        `Nobody is signed in to Microsoft Entra ID: no credentials are set (ARM_CLIENT_ID and others), and there is no Azure CLI. ${PROVIDER_FAILS}.`,
        `install it from https://aka.ms/azure-cli, then ${login}`,
      );
    }
    const reason = error instanceof AzureCliError ? `: ${lastingText(error.message).replace(/\.$/, "")}` : "";
    throw new SignInFailed(`The Azure CLI gives no token for Microsoft Entra ID${reason}. ${PROVIDER_FAILS}.`, login);
  }
}
