import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Call, Handler, Service } from "../server.ts";
import type { Vault, VaultSecret } from "./vault.ts";

const MANAGED =
  /^(\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.KeyVault\/vaults\/[^/]+)\/secrets\/([^/]+)$/i;
/** A vault's own address is `https://<vault>.vault.azure.net`; here it is a path. */
const OWN = /^\/vaults\/[^/]+\/(secrets|deletedsecrets)\/([^/]+)(\/recover)?$/;

const putBody = z.object({
  tags: z.record(z.string(), z.string()).default({}),
  properties: z.object({
    value: z.string(),
    contentType: z.string().optional(),
    attributes: z.object({ enabled: z.boolean().optional(), exp: z.int().optional() }).default({}),
  }),
});

/** Azure's resource manager and the vault's own API, as far as secrets of a Key Vault need them. */
export class AzureService implements Service {
  readonly cloud = "azure";
  readonly handle: Handler;
  #mayCall = true;

  constructor(vault: Vault) {
    this.handle = async (request) => {
      if (!this.#mayCall) return failure(401, "InvalidAuthenticationToken", "The access token is invalid.");
      const { pathname } = new URL(request.url);
      const [, vaultId, managed] = MANAGED.exec(pathname) ?? [];
      if (vaultId !== undefined && managed !== undefined) return manage(vault, vaultId, managed, request);
      const [, collection, own] = OWN.exec(pathname) ?? [];
      return own === undefined ? notFound(pathname) : change(vault, own, collection === "deletedsecrets");
    };
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
    return failure(
      404,
      "ParentResourceNotFound",
      "Failed to perform 'write' on resource: the parent vault could not be found.",
    );
  }
  if (request.method === "GET") {
    const found = vault.get(name);
    return found === undefined ? notFound(name) : Response.json(toArm(vault, found));
  }
  if (vault.isDeleted(name)) {
    return failure(
      409,
      "Conflict",
      `Secret ${name} is currently in a deleted but recoverable state, and its name cannot be reused.`,
    );
  }
  const body = putBody.safeParse(await request.json());
  if (!body.success) return failure(400, "BadRequest", z.prettifyError(body.error));
  const { tags, properties } = body.data;
  const { value, contentType, attributes } = properties;
  return Response.json(toArm(vault, vault.put({ name, value, contentType, expires: attributes.exp, tags })));
}

function change(vault: Vault, name: string, recover: boolean): Response {
  const done = recover ? vault.recover(name) : vault.delete(name);
  return done ? Response.json({}) : notFound(name);
}

/** The value is never shown. */
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
