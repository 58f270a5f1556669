import { z } from "zod";
import { ProviderError } from "../../../provider-kit/errors.ts";

/** How to sign in to the directory: with a client secret or a pipeline's token. */
export interface Credentials {
  readonly metadataHost: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly oidcToken?: string | undefined;
}

export interface Connection {
  readonly graphUrl: string;
  /** Object id of the caller, who owns what it creates. */
  readonly callerId: string;
  readonly accessToken: string;
}

const METADATA_VERSION = "2022-09-01";
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

const metadata = z.object({
  microsoftGraphResourceId: z.url(),
  authentication: z.object({ loginEndpoint: z.url() }),
});
const granted = z.object({ access_token: z.string() });
const claims = z.object({ oid: z.string() });

/** Reads the cloud's metadata and signs in. */
export async function connect(credentials: Credentials, signal: AbortSignal): Promise<Connection> {
  const url = `https://${credentials.metadataHost}/metadata/endpoints?api-version=${METADATA_VERSION}`;
  const cloud = metadata.parse(await getJson("the cloud's metadata", url, { signal }));
  const graph = cloud.microsoftGraphResourceId.replace(/\/$/, "");
  const tokenUrl = `${cloud.authentication.loginEndpoint}/${credentials.tenantId}/oauth2/v2.0/token`;
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: credentials.clientId,
    scope: `${graph}/.default`,
    ...proof(credentials),
  });
  const body = await getJson("an access token", tokenUrl, { method: "POST", body: form, signal });
  const accessToken = granted.parse(body).access_token;
  const payload = Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString("utf8");
  return { graphUrl: graph, callerId: claims.parse(JSON.parse(payload)).oid, accessToken };
}

function proof({ clientSecret, oidcToken }: Credentials): Record<string, string> {
  if (clientSecret) return { client_secret: clientSecret };
  if (oidcToken) return { client_assertion: oidcToken, client_assertion_type: ASSERTION_TYPE };
  throw new ProviderError("no way to sign in: set ARM_CLIENT_SECRET, or ARM_USE_OIDC and ARM_OIDC_TOKEN");
}

async function getJson(what: string, url: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(url, init).catch((error: unknown) => {
    const { cause, message } = error as Error;
    throw new ProviderError(`could not get ${what}: ${cause instanceof Error ? cause.message : message}`);
  });
  const text = await response.text();
  if (!response.ok) throw new ProviderError(`could not get ${what}: HTTP ${response.status}: ${text}`);
  return JSON.parse(text);
}
