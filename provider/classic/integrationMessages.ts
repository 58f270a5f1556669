import { type Answer, emptyAnswer } from "../connect/connection.ts";
import {
  AuthProviderType,
  AuthProviderTypeSchema,
  type AuthProvider as IntegrationMessage,
} from "./gen/gitpod/v1/auth_provider_pb.js";
import type { Integration } from "./integrationApi.ts";

export { AuthProviderService as service } from "./gen/gitpod/v1/auth_provider_pb.js";

export const AZURE_DEVOPS = AuthProviderType.AZURE_DEVOPS;

export function readIntegration(message: IntegrationMessage | undefined, answer: Answer): Integration {
  if (message === undefined || message.id === "") throw emptyAnswer("integration", answer);
  return {
    id: message.id,
    organizationId: message.owner.case === "organizationId" ? message.owner.value : "",
    type: AuthProviderTypeSchema.value[message.type]?.name ?? `unknown type ${message.type}`,
    host: message.host.toLowerCase(),
    settingsUrl: message.settingsUrl,
    verified: message.verified,
    scopes: message.scopes,
    clientId: message.oauth2Config?.clientId ?? "",
    authorizationUrl: message.oauth2Config?.authorizationUrl ?? "",
    tokenUrl: message.oauth2Config?.tokenUrl ?? "",
  };
}
