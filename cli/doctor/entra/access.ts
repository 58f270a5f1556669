import { z } from "zod";
import { AzureCliError, az } from "../../setup/azureCli.ts";
import { parseJson } from "../../shared/text.ts";
import { NotKnown } from "../model.ts";
import type { AzureCloud } from "./cloud.ts";
import { type Answer, getJson } from "./http.ts";
import type { Identity } from "./identity.ts";

/** A sign-in as the azuread provider's. Its token is only ever sent to Graph. */
export interface Access {
  readonly claims: Claims;
  /** Reads from Graph, by a path such as `/applications`. */
  get(path: string): Promise<Answer>;
}

/** What a token for Graph says about its owner. */
export type Claims = z.output<typeof claimsSchema>;

/** The azuread provider could not sign in. The message says why. */
export class SignInFailed extends NotKnown {
  readonly fix: string | undefined;

  constructor(message: string, fix?: string) {
    super(message);
    this.fix = fix;
  }
}

const claimsSchema = z.object({
  tid: z.string(),
  oid: z.string(),
  appid: z.string().optional(),
  /** `app` or `user`. */
  idtyp: z.string().optional(),
  upn: z.string().optional(),
  unique_name: z.string().optional(),
  /** Application permissions. */
  roles: z.array(z.string()).default([]),
  /** Template ids of directory roles. */
  wids: z.array(z.string()).default([]),
});
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
 * @throws NotKnown for an identity that only the provider can use
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
      throw new NotKnown(
        `Only the azuread provider can sign in with ${WAYS[identity.kind]}, so its rights are not known.`,
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
  // What follows is for Microsoft's support.
  const [reason = ""] = description.split(/\s+Trace ID:|\r?\n/);
  throw new SignInFailed(`Entra refuses the sign-in of ${proof.client_id}: ${reason.replace(/\.$/, "")}.`);
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
    const reason = error instanceof AzureCliError ? `: ${error.message}` : "";
    throw new SignInFailed(`The Azure CLI gives no token for Microsoft Entra ID${reason}. ${PROVIDER_FAILS}.`, login);
  }
}

function claimsOf(token: string): Claims {
  const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
  const { data } = claimsSchema.safeParse(parseJson(payload));
  if (data === undefined)
    throw new NotKnown("The token for Microsoft Graph cannot be read, so its rights are not known.");
  return data;
}
