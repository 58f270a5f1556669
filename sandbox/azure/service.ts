import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Call, Service } from "../server.ts";
import type { Vault, VaultSecret } from "./vault.ts";

const MANAGEMENT_API =
  /^(\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.KeyVault\/vaults\/[^/]+)\/secrets\/([^/]+)$/i;
/** The vault's own API, in Azure at `https://<vault>.vault.azure.net`; here it is a path. */
const VAULT_API = /^\/vaults\/[^/]+\/(secrets|deletedsecrets)\/([^/]+)(\/recover)?$/;

const putBody = z.object({
  tags: z.record(z.string(), z.string()).default({}),
  properties: z.object({
    value: z.string(),
    contentType: z.string().optional(),
    attributes: z.object({ enabled: z.boolean().optional(), exp: z.int().optional() }).default({}),
  }),
});

/** The parts of Azure Resource Manager and of the Key Vault API that deal with secrets. */
export class AzureService implements Service {
  readonly cloud = "azure";
  readonly #vault: Vault;
  #mayCall = true;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  async handle(request: Request): Promise<Response> {
    if (!this.#mayCall) return failure(401, "InvalidAuthenticationToken", "The access token is invalid.");
    const { pathname } = new URL(request.url);
    const [, vaultId, managed] = MANAGEMENT_API.exec(pathname) ?? [];
    if (vaultId !== undefined && managed !== undefined) return manage(this.#vault, vaultId, managed, request);
    const [, collection, name] = VAULT_API.exec(pathname) ?? [];
    return name === undefined ? notFound(pathname) : deleteOrRecover(this.#vault, name, collection);
  }

  describe(method: string, url: URL): Call {
    const path = url.pathname
      .replace(/\/subscriptions\/.*\/vaults\/[^/]+/i, "/{vault}")
      .replace(/\/secrets\/[^/]+$/, "/secrets/{name}");
    const id = /secrets\/([^/]+)/.exec(url.pathname)?.[1];
    return { operation: `${method} ${path}`, write: method !== "GET", ...(id === undefined ? {} : { id }) };
  }

  failure(status: number): Response {
    return failure(status, status === 429 ? "TooManyRequests" : "ServerError", `HTTP status ${status}`);
  }

  headers(): Record<string, string> {
    return { "x-ms-request-id": randomUUID() };
  }

  revokeAccess(): void {
    this.#mayCall = false;
  }
}

async function manage(vault: Vault, vaultId: string, name: string, request: Request): Promise<Response> {
  if (vaultId.toLowerCase() !== vault.id.toLowerCase()) {
    const message = "Failed to perform 'write' on resource: the parent vault could not be found.";
    return failure(404, "ParentResourceNotFound", message);
  }
  if (request.method === "GET") {
    const found = vault.get(name);
    return found === undefined ? notFound(name) : Response.json(toArm(vault, found));
  }
  if (vault.isDeleted(name)) {
    const message = `Secret ${name} is currently in a deleted but recoverable state, and its name cannot be reused.`;
    return failure(409, "Conflict", message);
  }
  const body = putBody.safeParse(await request.json());
  if (!body.success) return failure(400, "BadRequest", z.prettifyError(body.error));
  const { tags, properties } = body.data;
  const { value, contentType, attributes } = properties;
  return Response.json(toArm(vault, vault.put({ name, value, contentType, expires: attributes.exp, tags })));
}

function deleteOrRecover(vault: Vault, name: string, collection: string | undefined): Response {
  const done = collection === "deletedsecrets" ? vault.recover(name) : vault.delete(name);
  return done ? Response.json({}) : notFound(name);
}

/** A secret in Azure's JSON, without its value. */
function toArm(vault: Vault, { name, contentType, expires, tags, version }: VaultSecret): Record<string, unknown> {
  const secretUri = `https://sandbox-vault.vault.azure.net/secrets/${name}`;
  return {
    id: `${vault.id}/secrets/${name}`,
    name,
    type: "Microsoft.KeyVault/vaults/secrets",
    location: "westeurope",
    tags,
    properties: {
      contentType,
      attributes: { enabled: true, exp: expires },
      secretUri,
      secretUriWithVersion: `${secretUri}/${version}`,
    },
  };
}

function notFound(what: string): Response {
  return failure(404, "SecretNotFound", `A secret with the name ${what} was not found.`);
}

function failure(status: number, code: string, message: string): Response {
  return Response.json({ error: { code, message } }, { status });
}
