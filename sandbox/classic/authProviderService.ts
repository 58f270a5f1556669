import type { MessageInitShape } from "@bufbuild/protobuf";
import { Code, ConnectError, type HandlerContext, type ServiceImpl } from "@connectrpc/connect";
import { CLASSIC } from "../../platforms/classic.ts";
import {
  type AuthProviderSchema,
  type AuthProviderService,
  AuthProviderType,
  type CreateAuthProviderRequest,
  type ListAuthProvidersRequest,
  type UpdateAuthProviderRequest,
} from "../../provider/classic/gen/gitpod/v1/auth_provider_pb.js";
import { selectPage } from "../pagination.ts";
import type { Caller, Installation } from "./installation.ts";
import type { StoredIntegration } from "./integrations.ts";

const NO_RESOURCE = "Provider resource not found.";
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const invalid = (message: string) => new ConnectError(message, Code.InvalidArgument);
const notFound = (message: string) => new ConnectError(message, Code.NotFound);

/** An integration as the API returns it: without the secret. */
function toMessage(integration: StoredIntegration): MessageInitShape<typeof AuthProviderSchema> {
  return {
    id: integration.id,
    owner: { case: "organizationId", value: integration.organizationId },
    type: integration.type as AuthProviderType,
    host: integration.host,
    verified: integration.verified,
    scopes: integration.type === AuthProviderType.AZURE_DEVOPS ? [...CLASSIC.scopes] : [],
    oauth2Config: {
      clientId: integration.clientId,
      clientSecret: "redacted",
      authorizationUrl: integration.authorizationUrl,
      tokenUrl: integration.tokenUrl,
    },
  };
}

function create(installation: Installation, caller: Caller, request: CreateAuthProviderRequest): StoredIntegration {
  if (request.owner.case !== "organizationId") throw invalid("Unexpected service type.");
  const organizationId = request.owner.value;
  if (!UUID.test(organizationId)) throw invalid("organizationId is required");
  installation.checkAccess(organizationId, "write_git_provider", caller);
  const host = request.host.toLowerCase();
  if (!installation.isReachable(host)) throw invalid("Host could not be reached.");
  if (installation.isBuiltIn(host)) {
    throw new ConnectError("Attempt to override an existing provider.", Code.AlreadyExists);
  }
  if (request.type === AuthProviderType.UNSPECIFIED) throw invalid("Unexpected service type.");
  if (request.type === AuthProviderType.AZURE_DEVOPS && !installation.enterprise) {
    throw invalid("Unexpected service type.");
  }
  return installation.integrations.create({
    organizationId,
    type: request.type,
    host: request.host,
    clientId: request.oauth2Config?.clientId ?? "",
    clientSecret: request.oauth2Config?.clientSecret ?? "",
    authorizationUrl: request.oauth2Config?.authorizationUrl ?? "",
    tokenUrl: request.oauth2Config?.tokenUrl ?? "",
  });
}

/** The integration with this id. Throws unless the caller may read it. */
function find(installation: Installation, caller: Caller, id: string, absent: string): StoredIntegration {
  if (id === "") throw invalid("authProviderId is required");
  const integration = installation.integrations.get(id);
  if (integration === undefined) throw notFound(absent);
  installation.checkAccess(integration.organizationId, "read_git_provider", caller);
  return integration;
}

function list(
  installation: Installation,
  caller: Caller,
  request: ListAuthProvidersRequest,
): readonly StoredIntegration[] {
  if (request.id.case === undefined || !UUID.test(request.id.value)) {
    throw invalid("organizationId or ownerId is required");
  }
  if (request.id.case === "userId") return [];
  installation.checkAccess(request.id.value, "read_git_provider", caller);
  return selectPage(installation.integrations.list(request.id.value), request.pagination).items;
}

function update(installation: Installation, caller: Caller, request: UpdateAuthProviderRequest): StoredIntegration {
  if (request.authProviderId === "") throw invalid("authProviderId is required");
  if (!request.clientId && !request.clientSecret) throw invalid("clientId or clientSecret are required");
  const existing = find(installation, caller, request.authProviderId, "Provider not found.");
  installation.checkAccess(existing.organizationId, "write_git_provider", caller);
  return installation.integrations.update(existing, request);
}

/** The API behind Organization Settings > Git Providers. */
export function authProviderService(installation: Installation): ServiceImpl<typeof AuthProviderService> {
  const callerOf = (context: HandlerContext) => installation.caller(context.requestHeader.get("authorization"));
  return {
    createAuthProvider(request, context) {
      return { authProvider: toMessage(create(installation, callerOf(context), request)) };
    },
    getAuthProvider(request, context) {
      const { authProviderId } = request;
      return { authProvider: toMessage(find(installation, callerOf(context), authProviderId, NO_RESOURCE)) };
    },
    listAuthProviders(request, context) {
      const authProviders = list(installation, callerOf(context), request).map(toMessage);
      return { authProviders, pagination: { total: authProviders.length } };
    },
    updateAuthProvider(request, context) {
      return { authProvider: toMessage(update(installation, callerOf(context), request)) };
    },
    deleteAuthProvider(request, context) {
      const caller = callerOf(context);
      const integration = find(installation, caller, request.authProviderId, NO_RESOURCE);
      installation.checkAccess(integration.organizationId, "write_git_provider", caller);
      installation.integrations.remove(integration.id);
      return {};
    },
  };
}
