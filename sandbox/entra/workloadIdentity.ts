import { randomBytes, randomUUID } from "node:crypto";
import type { Directory } from "./directory.ts";
import { badRequest, GraphError, notFound } from "./errors.ts";
import { application, type GraphCall, type Operation, principal, silent } from "./graphCall.ts";
import { RESOURCE_APPS } from "./microsoftApps.ts";
import type { Application, FederatedCredential, GraphProperties, RoleAssignment, ServicePrincipal } from "./models.ts";

const MAX_CREDENTIALS = 20;

/** Graph's operations for apps without a secret: their federated credentials and application permissions. */
export const workloadIdentity: Record<string, Operation> = {
  "POST /v1.0/applications/{id}/federatedIdentityCredentials": (call) => {
    const credential = newCredential(application(call), call.body);
    return Response.json(credential, { status: 201 });
  },
  "GET /v1.0/applications/{id}/federatedIdentityCredentials": (call) =>
    Response.json({ value: [...application(call).federatedCredentials.values()] }),
  "GET /v1.0/applications/{id}/federatedIdentityCredentials/{id}": (call) => Response.json(credentialOf(call)),
  "PATCH /v1.0/applications/{id}/federatedIdentityCredentials/{id}": silent((call) => {
    const credential = credentialOf(call);
    const { name: _, ...changes } = call.body;
    const changed = checked({ ...credential, ...changes });
    refuseDuplicateTrust(application(call), changed, credential.id);
    Object.assign(credential, changed);
  }),
  "DELETE /v1.0/applications/{id}/federatedIdentityCredentials/{id}": silent((call) =>
    application(call).federatedCredentials.delete(credentialOf(call).id),
  ),
  "GET /v1.0/servicePrincipals/{id}/appRoleAssignedTo": (call) => {
    const resource = principal(call);
    const assignments = [...resource.roleAssignments.values()];
    return Response.json({ value: assignments.map((each) => toGraphAssignment(call.directory, resource, each)) });
  },
  "POST /v1.0/servicePrincipals/{id}/appRoleAssignedTo": (call) => {
    const resource = principal(call);
    const assignment = newAssignment(call.directory, resource, call.body);
    return Response.json(toGraphAssignment(call.directory, resource, assignment), { status: 201 });
  },
  "GET /v1.0/servicePrincipals/{id}/appRoleAssignedTo/{id}": (call) => {
    const resource = principal(call);
    const assignment = resource.roleAssignments.get(call.relatedId);
    if (assignment === undefined) throw notFound(call.relatedId);
    return Response.json(toGraphAssignment(call.directory, resource, assignment));
  },
  "DELETE /v1.0/servicePrincipals/{id}/appRoleAssignedTo/{id}": silent((call) => {
    if (!principal(call).roleAssignments.delete(call.relatedId)) throw notFound(call.relatedId);
  }),
};

function credentialOf(call: GraphCall): FederatedCredential {
  const found = application(call).federatedCredentials.get(call.relatedId);
  if (found === undefined) throw notFound(call.relatedId);
  return found;
}

function newCredential(target: Application, body: GraphProperties): FederatedCredential {
  const { name } = body;
  if (typeof name !== "string" || !/^[A-Za-z0-9][\w-]{2,119}$/.test(name)) {
    throw badRequest("Federated Identity Credential name is invalid.");
  }
  const credentials = [...target.federatedCredentials.values()];
  if (credentials.length >= MAX_CREDENTIALS) {
    throw badRequest(`The application has the maximum of ${MAX_CREDENTIALS} federated identity credentials.`);
  }
  if (credentials.some((each) => each.name === name)) throw conflict(`name ${name}`);
  const credential = { id: randomUUID(), name, ...checked(body) };
  refuseDuplicateTrust(target, credential, credential.id);
  target.federatedCredentials.set(credential.id, credential);
  return credential;
}

function checked(body: GraphProperties): Omit<FederatedCredential, "id" | "name"> {
  const { issuer, subject, audiences, description = null } = body;
  if (typeof issuer !== "string" || !URL.canParse(issuer) || !issuer.startsWith("https://") || issuer.length > 600) {
    throw badRequest("Federated Identity Credential issuer must be a URL that starts with https.");
  }
  if (typeof subject !== "string" || subject === "" || subject.length > 600) {
    throw badRequest("Federated Identity Credential subject is required, with at most 600 characters.");
  }
  if (!Array.isArray(audiences) || audiences.length !== 1) {
    throw badRequest("Federated Identity Credential must have exactly one audience.");
  }
  return { issuer, subject, audiences, description: description as string | null };
}

/** An app may trust each pair of issuer and subject only once. */
function refuseDuplicateTrust(
  target: Application,
  wanted: Pick<FederatedCredential, "issuer" | "subject">,
  id: string,
) {
  const same = [...target.federatedCredentials.values()].some(
    (each) => each.id !== id && each.issuer === wanted.issuer && each.subject === wanted.subject,
  );
  if (same) throw conflict(`issuer ${wanted.issuer} and subject ${wanted.subject}`);
}

function conflict(what: string): GraphError {
  const message = `FederatedIdentityCredential with ${what} already exists.`;
  return new GraphError(409, "Request_MultipleObjectsWithSameKeyValue", message);
}

function newAssignment(directory: Directory, resource: ServicePrincipal, body: GraphProperties): RoleAssignment {
  const [appRoleId, principalId] = [String(body.appRoleId), String(body.principalId)];
  if (body.resourceId !== resource.id) throw badRequest("resourceId does not match the service principal of the path.");
  if (!directory.servicePrincipals.has(principalId)) throw notFound(principalId);
  const offered = RESOURCE_APPS.find(({ appId }) => appId === resource.appId)?.roles ?? {};
  if (!Object.values(offered).includes(appRoleId)) {
    throw badRequest(`Permission being assigned was not found on application '${resource.appId}'.`);
  }
  const existing = [...resource.roleAssignments.values()];
  if (existing.some((each) => each.appRoleId === appRoleId && each.principalId === principalId)) {
    throw badRequest("Permission being assigned already exists on the object");
  }
  const assignment = { id: randomBytes(32).toString("base64url"), appRoleId, principalId };
  resource.roleAssignments.set(assignment.id, assignment);
  return assignment;
}

function toGraphAssignment(directory: Directory, resource: ServicePrincipal, assignment: RoleAssignment) {
  const nameOf = ({ appId, properties }: ServicePrincipal) =>
    properties.displayName ?? directory.findByAppId(appId)?.properties.displayName ?? null;
  const holder = directory.servicePrincipals.get(assignment.principalId);
  return {
    ...assignment,
    principalDisplayName: holder === undefined ? null : nameOf(holder),
    principalType: "ServicePrincipal",
    resourceDisplayName: nameOf(resource),
    resourceId: resource.id,
  };
}
