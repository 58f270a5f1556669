import { afterEach } from "@jest/globals";
import { CLASSIC } from "../../../platforms/classic.ts";
import { AZURE_DEVOPS, MICROSOFT_GRAPH } from "../../../sandbox/entra/microsoftApps.ts";
import type { Application, Password } from "../../../sandbox/entra/models.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../../sandbox/index.ts";

const started: Sandbox[] = [];

/** Starts a sandbox that is closed after the test. */
export async function newSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  started.push(sandbox);
  return sandbox;
}

/** Call it once in each file that starts sandboxes. */
export function closeSandboxes(): void {
  afterEach(async () => {
    await Promise.all(started.splice(0).map((sandbox) => sandbox.close()));
  });
}

/** A response with its JSON. The types assume every property; each test asserts the ones that it needs. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

interface IntegrationJson {
  readonly id: string;
  readonly host: string;
  readonly verified?: boolean;
}

export interface RpcBody {
  readonly code: string;
  readonly message: string;
  readonly authProvider: IntegrationJson;
  readonly authProviders: readonly IntegrationJson[];
  readonly pagination: { readonly total: number };
}

interface GraphJson {
  readonly id: string;
  readonly secretText: string;
  readonly keyId: string;
  readonly passwordCredentials: readonly unknown[];
  readonly oauth2PermissionScopes: readonly unknown[];
}

export interface GraphBody extends GraphJson {
  readonly error: { readonly code: string; readonly message: string };
  readonly value: readonly GraphJson[];
}

interface RpcOptions {
  /** AuthProviderService when left out. */
  readonly service?: string;
  readonly token?: string;
  readonly baseUrl?: string;
}

/** Calls Gitpod's public API with plain HTTP. */
export async function rpc(
  sandbox: Sandbox,
  method: string,
  body: object,
  options: RpcOptions = {},
): Promise<Answer<RpcBody>> {
  const baseUrl = options.baseUrl ?? sandbox.gitpod.apiUrl;
  const answer = await fetch(`${baseUrl}/gitpod.v1.${options.service ?? "AuthProviderService"}/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${options.token ?? sandbox.gitpod.token}` },
    body: JSON.stringify(body),
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as RpcBody };
}

export async function graph(sandbox: Sandbox, method: string, path: string, body?: object): Promise<Answer<GraphBody>> {
  const headers = {
    authorization: `Bearer ${sandbox.entra.deployer.accessToken()}`,
    "content-type": "application/json",
  };
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(`${sandbox.entra.graphUrl}${path}`, { method, headers, ...content });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: (text === "" ? {} : JSON.parse(text)) as GraphBody };
}

/** Posts a form to the token endpoint. */
export async function token(sandbox: Sandbox, form: Record<string, string>, tenant = sandbox.entra.tenantId) {
  const url = `${sandbox.entra.authorityHost}/${tenant}/oauth2/v2.0/token`;
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams(form) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

export function endpoints(sandbox: Sandbox) {
  const base = `${sandbox.entra.authorityHost}/${sandbox.entra.tenantId}/oauth2/v2.0`;
  return { authorizationUrl: `${base}/authorize`, tokenUrl: `${base}/token` };
}

/** A request that creates an integration for dev.azure.com. */
export function createRequest(sandbox: Sandbox, oauth: { clientId?: string; clientSecret?: string } = {}) {
  return {
    organizationId: sandbox.gitpod.organizationId,
    type: "AUTH_PROVIDER_TYPE_AZURE_DEVOPS",
    host: "dev.azure.com",
    oauth2Config: { clientId: "client", clientSecret: "secret", ...endpoints(sandbox), ...oauth },
  };
}

export const PERMISSIONS = [
  {
    resourceAppId: AZURE_DEVOPS.appId,
    resourceAccess: ["vso.code_write", "vso.profile"].map((name) => ({ id: AZURE_DEVOPS.scopes[name], type: "Scope" })),
  },
  {
    resourceAppId: MICROSOFT_GRAPH.appId,
    resourceAccess: [{ id: MICROSOFT_GRAPH.scopes["User.Read"], type: "Scope" }],
  },
];

/** Registers an app with a secret, as the manual procedure does. */
export function registerApp(
  sandbox: Sandbox,
  properties: object = {},
): { application: Application; password: Password } {
  const application = sandbox.entra.directory.addApplication({
    displayName: "Gitpod",
    web: { redirectUris: [`${sandbox.gitpod.origin}/auth/callback`] },
    requiredResourceAccess: PERMISSIONS,
    ...properties,
  });
  return { application, password: sandbox.entra.directory.addPassword(application.id) };
}

/** Registers an app and creates its integration. */
export async function integrate(sandbox: Sandbox, appProperties: object = {}) {
  const { application, password } = registerApp(sandbox, appProperties);
  const credentials = { clientId: application.appId, clientSecret: password.secretText };
  const { body } = await rpc(sandbox, "CreateAuthProvider", createRequest(sandbox, credentials));
  return { application, password, id: body.authProvider.id as string };
}

export function activationUrl(sandbox: Sandbox, overrides: Record<string, string> = {}): string {
  const url = new URL("/api/authorize", sandbox.gitpod.origin);
  const parameters = {
    returnTo: `${sandbox.gitpod.origin}/complete-auth?message=success`,
    host: "dev.azure.com",
    scopes: CLASSIC.scopes.join(","),
    ...overrides,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** A clock that tests move. Its sleeps return at once and move it too. */
export class TestClock {
  time = Date.UTC(2030, 0, 1);
  now = () => this.time;
  sleep = async (milliseconds: number) => {
    this.time += milliseconds;
  };
}
