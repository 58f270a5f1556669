import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { CallContext } from "../../provider/connect/retry.ts";
import { lastingText } from "../../provider/entra/tokenEndpoint.ts";
import { AzureCliError, az } from "../setup/azureCli.ts";
import { type Cloud, cloudOf } from "./cloud.ts";
import { requestJson } from "./request.ts";

type Texts = Readonly<Record<string, string | undefined>>;

/** A token for Microsoft Graph, and whose it is. */
export interface Access {
  readonly cloud: Cloud;
  readonly token: string;
  readonly identity: Identity;
}

export interface Identity {
  /** For messages. */
  readonly name: string;
  readonly objectId: string;
  /** Application permissions. A person has none. */
  readonly roles: readonly string[];
}

/** Settings of the azuread provider by name, and the environment variables in which it looks for them. */
const SETTINGS = {
  clientId: ["ARM_CLIENT_ID"],
  clientSecret: ["ARM_CLIENT_SECRET"],
  clientCertificate: ["ARM_CLIENT_CERTIFICATE"],
  clientCertificatePath: ["ARM_CLIENT_CERTIFICATE_PATH"],
  useOidc: ["ARM_USE_OIDC"],
  oidcToken: ["ARM_OIDC_TOKEN"],
  oidcTokenFilePath: ["ARM_OIDC_TOKEN_FILE_PATH"],
  oidcRequestUrl: ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL"],
  oidcRequestToken: ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
  useCli: ["ARM_USE_CLI"],
  environment: ["ARM_ENVIRONMENT"],
  metadataHost: ["ARM_METADATA_HOSTNAME", "ARM_METADATA_HOST"],
} as const;
type Name = keyof typeof SETTINGS;

/** Full names of the azuread provider's settings that a stack may keep encrypted and that are needed to sign in. */
export const SECRET_SETTINGS = ["clientSecret", "oidcToken", "oidcRequestToken"].map((name) => `azuread:${name}`);

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const tokenSchema = z.object({ access_token: z.string() });
const cliTokenSchema = z.object({ accessToken: z.string() });
const requestedSchema = z.object({ value: z.string() });
const claimsSchema = z.object({
  oid: z.string(),
  upn: z.string().optional(),
  unique_name: z.string().optional(),
  app_displayname: z.string().optional(),
  appid: z.string().optional(),
  roles: z.array(z.string()).default([]),
});

/**
 * Signs in to Entra as the azuread provider would: with a client secret, with a pipeline's token, or by the Azure CLI.
 *
 * @param config the stack's settings by full name
 * @param tenantId a UUID
 * @throws ApiError, or Error with what to do
 */
export async function signIn(config: Texts, env: Texts, tenantId: string, context: CallContext): Promise<Access> {
  const given = (name: Name) => config[`azuread:${name}`] || SETTINGS[name].map((key) => env[key]).find(Boolean) || "";
  const cloud = await cloudOf(given("metadataHost"), given("environment"), context);
  if (given("clientCertificate") || given("clientCertificatePath")) {
    throw new Error(
      "this command cannot sign in with a client certificate, as the azuread provider would: " +
        "set ARM_CLIENT_SECRET instead of ARM_CLIENT_CERTIFICATE for it, or unset both and run `az login`",
    );
  }
  const proof = await proofOf(given, context);
  const clientId = given("clientId");
  if (proof === undefined || clientId === "") return accessOf(cloud, await cliToken(given, env, tenantId));
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    scope: `${cloud.graphUrl}/.default`,
    ...proof,
  });
  const url = `${cloud.loginUrl}/${tenantId}/oauth2/v2.0/token`;
  const granted = await requestJson(url, { method: "POST", body }, tokenSchema, signInError, context);
  return accessOf(cloud, granted.access_token);
}

type Given = (name: Name) => string;

/** What a service principal signs in with; undefined where none is set. */
async function proofOf(given: Given, context: CallContext): Promise<Record<string, string> | undefined> {
  if (given("clientSecret")) return { client_secret: given("clientSecret") };
  if (given("useOidc") !== "true") return undefined;
  const assertion = await pipelineToken(given, context);
  return { client_assertion: assertion, client_assertion_type: ASSERTION_TYPE };
}

async function pipelineToken(given: Given, context: CallContext): Promise<string> {
  if (given("oidcToken")) return given("oidcToken");
  if (given("oidcTokenFilePath")) return (await readFile(given("oidcTokenFilePath"), "utf8")).trim();
  if (!given("oidcRequestUrl")) {
    throw new Error("ARM_USE_OIDC is true, and there is no token: set ARM_OIDC_TOKEN or ARM_OIDC_TOKEN_FILE_PATH");
  }
  const url = new URL(given("oidcRequestUrl"));
  url.searchParams.set("audience", "api://AzureADTokenExchange");
  const headers = { authorization: `Bearer ${given("oidcRequestToken")}` };
  return (await requestJson(url.href, { headers }, requestedSchema, () => undefined, context)).value;
}

async function cliToken(given: Given, env: Texts, tenantId: string): Promise<string> {
  const otherwise = `run \`az login --tenant ${tenantId} --allow-no-subscriptions\`, or set ARM_CLIENT_ID with ARM_CLIENT_SECRET or ARM_USE_OIDC`;
  if (given("useCli") === "false") {
    throw new Error(`nobody is signed in to Entra, and ARM_USE_CLI is false: ${otherwise}`);
  }
  try {
    const what = ["account", "get-access-token", "--resource-type", "ms-graph", "--tenant", tenantId];
    return cliTokenSchema.parse(JSON.parse(await az(env, ...what))).accessToken;
  } catch (error) {
    if (!(error instanceof AzureCliError)) throw error;
    const why = error.missing ? "the Azure CLI is not installed" : lastingText(error.message);
    throw new Error(`nobody is signed in to Entra${why === "" ? "" : ` (${why})`}: ${otherwise}`, { cause: error });
  }
}

function accessOf(cloud: Cloud, token: string): Access {
  const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
  const { data } = claimsSchema.safeParse(payload.startsWith("{") ? JSON.parse(payload) : {});
  const name = data?.upn ?? data?.unique_name ?? data?.app_displayname ?? data?.appid ?? "an unknown identity";
  return { cloud, token, identity: { name, objectId: data?.oid ?? "", roles: data?.roles ?? [] } };
}

function signInError(body: unknown): string | undefined {
  const { data } = z.object({ error_description: z.string() }).safeParse(body);
  return data && lastingText(data.error_description);
}
