import type { Handler } from "../server.ts";
import type { Directory } from "./directory.ts";
import { badRequest, GraphError, notFound } from "./errors.ts";
import { application, type GraphCall, type Operation, principal, silent } from "./graphCall.ts";
import type { GraphProperties, PermissionGrant } from "./models.ts";
import { toGraphApplication, toGraphGrant, toGraphPassword, toGraphPrincipal } from "./responses.ts";
import { workloadIdentity } from "./workloadIdentity.ts";

const OWNER_REFERENCE = /\/(?:directoryObjects|users|servicePrincipals)\/([^/]+)$/;

function grant({ directory, id }: GraphCall): PermissionGrant {
  const found = directory.grants.get(id);
  if (found === undefined) throw notFound(id);
  return found;
}

/** The items that `$filter=name eq 'value'` selects, or all without a filter. */
function filtered(items: GraphProperties[], url: URL): Response {
  const filter = url.searchParams.get("$filter");
  if (filter === null) return Response.json({ value: items });
  const [, name, value] = /^(\w+) eq '((?:[^']|'')*)'$/.exec(filter.trim()) ?? [];
  if (name === undefined || value === undefined) throw badRequest("Invalid filter clause");
  return Response.json({ value: items.filter((item) => item[name] === value.replaceAll("''", "'")) });
}

/** Separates the object ids in `owners@odata.bind` from the properties. */
function takeOwners(body: GraphProperties): { owners: string[]; properties: GraphProperties } {
  const { "owners@odata.bind": bound, "@odata.type": _, ...properties } = body;
  return { owners: Array.isArray(bound) ? bound.map((reference) => ownerId(reference)) : [], properties };
}

function ownerId(reference: unknown): string {
  const id = OWNER_REFERENCE.exec(String(reference))?.[1];
  if (id === undefined) throw badRequest("Invalid reference to a directory object.");
  return id;
}

const ownersOf = (owners: ReadonlySet<string>) => Response.json({ value: [...owners].map((id) => ({ id })) });

function addOwner(owners: Set<string>, { body }: GraphCall): void {
  owners.add(ownerId(body["@odata.id"]));
}

function removeOwner(owners: Set<string>, { relatedId }: GraphCall): void {
  if (!owners.delete(relatedId)) throw notFound(relatedId);
}

/** Throws for properties that Graph refuses in an app registration. */
function checkApplication(properties: GraphProperties): void {
  const { displayName, web } = properties;
  if (
    displayName !== undefined &&
    (typeof displayName !== "string" || displayName === "" || displayName.length > 120)
  ) {
    throw badRequest("Invalid value specified for property 'displayName' of resource 'Application'.");
  }
  const uris = (web as { redirectUris?: unknown } | undefined)?.redirectUris ?? [];
  if (!Array.isArray(uris) || !uris.every(isRedirectUri)) {
    throw badRequest(
      "Invalid value specified for property 'redirectUris' of resource 'Application'. Redirect URIs must start with https:// or be http://localhost, be at most 256 characters long, and have neither wildcard nor fragment.",
    );
  }
}

function isRedirectUri(uri: unknown): boolean {
  if (typeof uri !== "string" || uri.length > 256 || !URL.canParse(uri) || /[*#]/.test(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return protocol === "https:" || (protocol === "http:" && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
}

/** Changes the properties in the body. Nested objects are merged, lists replaced. */
function patch(target: { properties: GraphProperties }, body: GraphProperties): void {
  const { "@odata.type": _, ...changes } = body;
  const merged = Object.entries(changes).map(([name, value]) => {
    const known = target.properties[name];
    return [name, isObject(known) && isObject(value) ? { ...known, ...value } : value];
  });
  target.properties = { ...target.properties, ...Object.fromEntries(merged) };
}

const isObject = (value: unknown): value is GraphProperties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const applications: Record<string, Operation> = {
  "GET /v1.0/applications": ({ directory, url }) =>
    filtered(
      [...directory.applications.values()].map((each) => toGraphApplication(directory, each)),
      url,
    ),
  "POST /v1.0/applications": ({ directory, body }) => {
    if (body.displayName === undefined)
      throw badRequest("A value is required for property 'displayName' of resource 'Application'.");
    const { owners, properties } = takeOwners(body);
    checkApplication(properties);
    return Response.json(toGraphApplication(directory, directory.addApplication(properties, owners)), { status: 201 });
  },
  "GET /v1.0/applications/{id}": (call) => Response.json(toGraphApplication(call.directory, application(call))),
  "PATCH /v1.0/applications/{id}": silent((call) => {
    const target = application(call);
    checkApplication(call.body);
    patch(target, call.body);
  }),
  "DELETE /v1.0/applications/{id}": silent((call) => call.directory.removeApplication(application(call).id)),
  "POST /v1.0/applications/{id}/addPassword": (call) => {
    const wanted = (call.body.passwordCredential ?? {}) as Parameters<Directory["addPassword"]>[1];
    const password = call.directory.addPassword(application(call).id, wanted);
    return Response.json(toGraphPassword(password, password.secretText));
  },
  "POST /v1.0/applications/{id}/removePassword": silent((call) =>
    call.directory.removePassword(application(call).id, String(call.body.keyId)),
  ),
  "GET /v1.0/applications/{id}/owners": (call) => ownersOf(application(call).owners),
  "POST /v1.0/applications/{id}/owners/$ref": silent((call) => addOwner(application(call).owners, call)),
  "DELETE /v1.0/applications/{id}/owners/{id}/$ref": silent((call) => removeOwner(application(call).owners, call)),
};

const servicePrincipals: Record<string, Operation> = {
  "GET /v1.0/servicePrincipals": ({ directory, url }) =>
    filtered(
      [...directory.servicePrincipals.values()].map((each) => toGraphPrincipal(directory, each)),
      url,
    ),
  "POST /v1.0/servicePrincipals": ({ directory, body }) => {
    const { owners, properties } = takeOwners(body);
    const { appId, ...rest } = properties;
    return Response.json(toGraphPrincipal(directory, directory.addPrincipal(String(appId), rest, owners)), {
      status: 201,
    });
  },
  "GET /v1.0/servicePrincipals/{id}": (call) => Response.json(toGraphPrincipal(call.directory, principal(call))),
  "PATCH /v1.0/servicePrincipals/{id}": silent((call) => patch(principal(call), call.body)),
  "DELETE /v1.0/servicePrincipals/{id}": silent((call) => call.directory.removePrincipal(principal(call).id)),
  "GET /v1.0/servicePrincipals/{id}/owners": (call) => ownersOf(principal(call).owners),
  "POST /v1.0/servicePrincipals/{id}/owners/$ref": silent((call) => addOwner(principal(call).owners, call)),
  "DELETE /v1.0/servicePrincipals/{id}/owners/{id}/$ref": silent((call) => removeOwner(principal(call).owners, call)),
};

const grants: Record<string, Operation> = {
  "POST /v1.0/oauth2PermissionGrants": ({ directory, body }) => {
    const [clientId, resourceId] = [String(body.clientId), String(body.resourceId)];
    for (const id of [clientId, resourceId]) if (!directory.servicePrincipals.has(id)) throw notFound(id);
    const principalId = body.consentType === "Principal" ? String(body.principalId) : null;
    const scopes = String(body.scope ?? "")
      .split(" ")
      .filter(Boolean);
    return Response.json(toGraphGrant(directory.grant(clientId, resourceId, scopes, principalId)), { status: 201 });
  },
  "GET /v1.0/oauth2PermissionGrants/{id}": (call) => Response.json(toGraphGrant(grant(call))),
  "PATCH /v1.0/oauth2PermissionGrants/{id}": silent((call) => {
    grant(call).scope = String(call.body.scope ?? "");
  }),
  "DELETE /v1.0/oauth2PermissionGrants/{id}": silent((call) => call.directory.grants.delete(grant(call).id)),
};

/** Properties that only the beta version has. Reads return the ones that callers select; writes work as in v1.0. */
const beta: Record<string, Operation> = {
  "GET /beta/applications/{id}": (call) => {
    const { oauth2RequirePostResponse = false } = application(call).properties;
    return Response.json({ id: call.id, oauth2RequirePostResponse });
  },
  "PATCH /beta/applications/{id}": silent((call) => patch(application(call), call.body)),
  "GET /beta/servicePrincipals/{id}": (call) => Response.json({ id: principal(call).id, samlMetadataUrl: null }),
};

const policies: Record<string, Operation> = {
  "GET /v1.0/policies/{id}": ({ directory, id }) => {
    if (id !== "authorizationPolicy") throw badRequest(`Resource not found for the segment '${id}'.`);
    const { usersRegisterApps } = directory.policy;
    return Response.json({ defaultUserRolePermissions: { allowedToCreateApps: usersRegisterApps } });
  },
};

const OPERATIONS: Record<string, Operation> = {
  ...applications,
  ...servicePrincipals,
  ...grants,
  ...workloadIdentity,
  ...policies,
  ...beta,
};

/** The path of a Graph operation with `{id}` for each id, and the ids. */
export function graphPath(pathname: string): { readonly path: string; readonly ids: readonly string[] } {
  const [, version, collection, ...rest] = pathname.split("/");
  const ids: string[] = [];
  const parts = rest.map((part, index) => {
    if (index % 2 === 1 || part === "$ref") return part;
    ids.push(decodeURIComponent(part));
    return "{id}";
  });
  return { path: ["", version, collection, ...parts].join("/"), ids };
}

/** The part of Microsoft Graph that deals with app registrations. */
export function graphHandler(directory: Directory, checkAccess: (authorization: string | null) => void): Handler {
  return async (request) => {
    try {
      checkAccess(request.headers.get("authorization"));
      const url = new URL(request.url);
      const { path, ids } = graphPath(url.pathname);
      const operation = OPERATIONS[`${request.method} ${path}`];
      if (operation === undefined) throw badRequest(`Resource not found for the segment '${path.split("/").at(-1)}'.`);
      const body = await readJson(request);
      return operation({ directory, url, body, id: ids[0] ?? "", relatedId: ids[1] ?? "" });
    } catch (error) {
      if (error instanceof GraphError) return error.toResponse(directory.now());
      throw error;
    }
  };
}

async function readJson(request: Request): Promise<GraphProperties> {
  const text = await request.text();
  if (text === "") return {};
  try {
    return Object(JSON.parse(text)) as GraphProperties;
  } catch {
    throw badRequest("Unable to read JSON request payload.");
  }
}
