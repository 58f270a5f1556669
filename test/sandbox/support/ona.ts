import { type Code, ConnectError, createClient, type Interceptor } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import { IdentityService } from "../../../provider/ona/gen/gitpod/v1/identity_pb.js";
import { RunnerConfigurationService } from "../../../provider/ona/gen/gitpod/v1/runner_configuration_pb.js";
import { RunnerService } from "../../../provider/ona/gen/gitpod/v1/runner_pb.js";
import { UserService } from "../../../provider/ona/gen/gitpod/v1/user_pb.js";
import { AZURE_DEVOPS, MICROSOFT_GRAPH } from "../../../sandbox/entra/microsoftApps.ts";
import type { Sandbox } from "../../../sandbox/index.ts";

/** The client generated from proto/ona, with all its services in one. */
export function onaClient({ ona }: Sandbox, token = ona.token) {
  const authorize: Interceptor = (next) => (request) => {
    request.header.set("authorization", `Bearer ${token}`);
    return next(request);
  };
  const options = { baseUrl: ona.apiUrl, httpVersion: "1.1", useBinaryFormat: false } as const;
  const transport = createConnectTransport({ ...options, interceptors: [authorize] });
  return {
    ...createClient(RunnerConfigurationService, transport),
    ...createClient(RunnerService, transport),
    ...createClient(IdentityService, transport),
    ...createClient(UserService, transport),
  };
}

/** The error of a call that has to fail. */
export async function failure(call: Promise<unknown>): Promise<{ code: Code; message: string; metadata: Headers }> {
  const error = await call.then(
    () => new Error("the call did not fail"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConnectError)) throw error;
  return { code: error.code, message: error.rawMessage, metadata: error.metadata };
}

const scopes = ({ appId, scopes: ids }: typeof AZURE_DEVOPS, names: readonly string[]) => ({
  resourceAppId: appId,
  resourceAccess: names.map((name) => ({ id: ids[name], type: "Scope" })),
});

/** Registers an app with a secret, as Ona's documentation says. */
export function registerOnaApp(sandbox: Sandbox, properties: object = {}) {
  const { ona, entra } = sandbox;
  const callbackUrl = ona.runners.get(ona.runnerId)?.callbackUrl;
  const application = entra.directory.addApplication({
    displayName: "Ona",
    web: { redirectUris: [callbackUrl], implicitGrantSettings: { enableIdTokenIssuance: true } },
    requiredResourceAccess: [
      scopes(AZURE_DEVOPS, ["vso.code", "vso.code_write"]),
      scopes(MICROSOFT_GRAPH, ["openid", "offline_access"]),
    ],
    ...properties,
  });
  entra.directory.addPrincipal(application.appId);
  return { application, password: entra.directory.addPassword(application.id) };
}

/** The link by which a person connects to dev.azure.com. */
export function connectUrl({ ona }: Sandbox): string {
  return `${ona.origin}/runners/${ona.runnerId}/oauth/authorize?host=dev.azure.com`;
}

export function issuerUrl({ entra }: Sandbox): string {
  return `${entra.authorityHost}/${entra.tenantId}/v2.0`;
}

/** What a creation for dev.azure.com sends. */
export function scmRequest(sandbox: Sandbox, more: object = {}) {
  return {
    runnerId: sandbox.ona.runnerId,
    scmId: "azuredevops_entra",
    host: "dev.azure.com",
    oauthClientId: "client",
    oauthPlaintextClientSecret: "s3cr3t",
    issuerUrl: issuerUrl(sandbox),
    ...more,
  };
}

/** Registers an app and creates its integration. */
export async function integrateOna(sandbox: Sandbox, appProperties: object = {}) {
  const { application, password } = registerOnaApp(sandbox, appProperties);
  const oauth = { oauthClientId: application.appId, oauthPlaintextClientSecret: password.secretText };
  const { id } = await onaClient(sandbox).createSCMIntegration(scmRequest(sandbox, oauth));
  return { application, password, id };
}
