import { z } from "zod";
import { EntraError, SignInFailed } from "./errors.ts";
import type { Value } from "./identity.ts";
import { getJson } from "./request.ts";

/** Where a cloud of Microsoft's signs in, and where its Graph is, without a slash at the end. */
export interface AzureCloud {
  readonly login: string;
  /** Further hosts that sign in to the same cloud. */
  readonly otherLogins?: readonly string[];
  readonly graph: string;
}

const PUBLIC = { login: "https://login.microsoftonline.com", graph: "https://graph.microsoft.com" };
const L4 = { login: "https://login.microsoftonline.us", graph: "https://graph.microsoft.us" };
const L5 = { login: "https://login.microsoftonline.us", graph: "https://dod-graph.microsoft.us" };
const CHINA = {
  login: "https://login.chinacloudapi.cn",
  otherLogins: ["https://login.partner.microsoftonline.cn"],
  graph: "https://microsoftgraph.chinacloudapi.cn",
};
/** By the names that the azuread provider takes. */
const CLOUDS: Readonly<Record<string, AzureCloud>> = {
  "": PUBLIC,
  public: PUBLIC,
  global: PUBLIC,
  usgovernment: L4,
  usgovernmentl4: L4,
  usgovernmentl5: L5,
  dod: L5,
  china: CHINA,
};

const metadataSchema = z.object({
  microsoftGraphResourceId: z.url(),
  authentication: z.object({ loginEndpoint: z.url() }),
});

/** The cloud of `azuread:metadataHost`, else of `azuread:environment`, else the public one. */
export async function cloudOf(value: Value, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<AzureCloud> {
  const host = (await value("azuread:metadataHost")) || env.ARM_METADATA_HOSTNAME;
  if (host) return fromMetadata(metadataUrl(host), signal);
  const name = (await value("azuread:environment")) || env.ARM_ENVIRONMENT || "";
  const cloud = CLOUDS[name.toLowerCase()];
  if (cloud === undefined) throw new EntraError(`The azuread provider knows no Azure cloud called ${name}.`);
  return cloud;
}

function metadataUrl(host: string): string {
  const url = `https://${host}/metadata/endpoints?api-version=2022-09-01`;
  if (URL.canParse(url)) return url;
  throw new SignInFailed(
    `azuread:metadataHost, or ARM_METADATA_HOSTNAME, must be a host, and is ${JSON.stringify(host)}.`,
  );
}

async function fromMetadata(url: string, signal: AbortSignal): Promise<AzureCloud> {
  const { data } = metadataSchema.safeParse((await getJson(url, { signal })).body);
  if (data === undefined) throw new EntraError(`${url} does not describe an Azure cloud.`);
  const withoutSlash = (text: string) => text.replace(/\/+$/, "");
  return { login: withoutSlash(data.authentication.loginEndpoint), graph: withoutSlash(data.microsoftGraphResourceId) };
}
