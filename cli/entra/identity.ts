import { readFile } from "node:fs/promises";
import { EntraError } from "./errors.ts";

/** Reads a setting of the stack; empty where there is none. */
export type Value = (key: string) => Promise<string>;

interface ServicePrincipal {
  readonly tenantId: string;
  readonly clientId: string;
}

/** How the azuread provider would sign in. */
export type Identity =
  | (ServicePrincipal & { readonly kind: "certificate" })
  | (ServicePrincipal & { readonly kind: "secret"; readonly clientSecret: string })
  | (ServicePrincipal & { readonly kind: "token"; readonly token: string })
  | (ServicePrincipal & { readonly kind: "azurePipelines" })
  | (ServicePrincipal & { readonly kind: "tokenRequest"; readonly url: string; readonly requestToken: string })
  | { readonly kind: "managedIdentity" }
  /** An empty tenant is the Azure CLI's own. */
  | { readonly kind: "azureCli"; readonly tenantId: string }
  | { readonly kind: "none" };

/** The first way for which everything is set; the order is the azuread provider's (go-azure-sdk, NewAuthorizerFromCredentials). */
export async function identityOf(value: Value, env: NodeJS.ProcessEnv): Promise<Identity> {
  const setting = async (name: string, ...variables: string[]) => {
    const own = (await value(`azuread:${name}`)) || variables.map((variable) => env[variable]).find(Boolean);
    return (own ?? "").trim();
  };
  const switched = async (name: string, variable: string, byDefault = false) =>
    isOn(await setting(name, variable), byDefault);
  const orFile = async (given: string, file: string) => given || (file && (await contents(file)));
  const [tenantId, clientId] = [
    await setting("tenantId", "ARM_TENANT_ID"),
    await orFile(
      await setting("clientId", "ARM_CLIENT_ID"),
      await setting("clientIdFilePath", "ARM_CLIENT_ID_FILE_PATH"),
    ),
  ];
  if (tenantId !== "" && clientId !== "") {
    const found = await asServicePrincipal({ tenantId, clientId }, setting, switched, orFile);
    if (found !== undefined) return found;
  }
  if (await switched("useMsi", "ARM_USE_MSI")) return { kind: "managedIdentity" };
  return (await switched("useCli", "ARM_USE_CLI", true)) ? { kind: "azureCli", tenantId } : { kind: "none" };
}

async function asServicePrincipal(
  principal: ServicePrincipal,
  setting: (name: string, ...variables: string[]) => Promise<string>,
  switched: (name: string, variable: string) => Promise<boolean>,
  orFile: (given: string, file: string) => Promise<string>,
): Promise<Identity | undefined> {
  const certificate =
    (await setting("clientCertificate", "ARM_CLIENT_CERTIFICATE")) ||
    (await setting("clientCertificatePath", "ARM_CLIENT_CERTIFICATE_PATH"));
  if (certificate !== "") return { kind: "certificate", ...principal };
  const secretFile = await setting("clientSecretFilePath", "ARM_CLIENT_SECRET_FILE_PATH");
  const clientSecret = await orFile(await setting("clientSecret", "ARM_CLIENT_SECRET"), secretFile);
  if (clientSecret !== "") return { kind: "secret", ...principal, clientSecret };
  if (!(await switched("useOidc", "ARM_USE_OIDC"))) return undefined;
  const tokenFile = await setting("oidcTokenFilePath", "ARM_OIDC_TOKEN_FILE_PATH");
  const token = await orFile(await setting("oidcToken", "ARM_OIDC_TOKEN"), tokenFile);
  if (token !== "") return { kind: "token", ...principal, token };
  const url = await setting(
    "oidcRequestUrl",
    "ARM_OIDC_REQUEST_URL",
    "ACTIONS_ID_TOKEN_REQUEST_URL",
    "SYSTEM_OIDCREQUESTURI",
  );
  const requestToken = await setting(
    "oidcRequestToken",
    "ARM_OIDC_REQUEST_TOKEN",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
    "SYSTEM_ACCESSTOKEN",
  );
  if (url === "" || requestToken === "") return undefined;
  const connection = await setting(
    "adoPipelineServiceConnectionId",
    "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID",
    "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID",
  );
  if (connection !== "") return { kind: "azurePipelines", ...principal };
  return { kind: "tokenRequest", ...principal, url, requestToken };
}

/** As Go reads a boolean. */
function isOn(text: string, byDefault: boolean): boolean {
  return text === "" ? byDefault : /^(1|t|true)$/i.test(text);
}

async function contents(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) throw new EntraError(`The azuread provider is to read ${file}, and it cannot be read.`);
  return text.trim();
}
