import { randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import type { Directory } from "./directory.ts";
import { SignInError, signInErrors } from "./errors.ts";
import { OPENID_SCOPES, RESOURCE_APPS, type ResourceApp } from "./microsoftApps.ts";
import type { Application, ServicePrincipal } from "./models.ts";
import { TokenIssuer } from "./tokenIssuer.ts";

/** The permissions an app asks for, by resource. */
export type RequestedScopes = ReadonlyMap<ResourceApp, readonly string[]>;

interface IssuedCode {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly expiresAt: number;
  redeemed: boolean;
}

interface RequiredResource {
  readonly resourceAppId: string;
  readonly resourceAccess: readonly { readonly id: string }[];
}

const CODE_LIFETIME = 600_000;

/** The only person in the sandbox's tenant. */
export const PERSON = { id: randomUUID(), name: "sandbox-owner@sandbox.onmicrosoft.com" };

/** The rules of the sign-in endpoints: which app may ask for which scopes, and with which secret. */
export class SignIn {
  readonly directory: Directory;
  readonly #refreshTokens = new Map<string, Pick<IssuedCode, "clientId" | "scope">>();
  readonly #idTokens = new TokenIssuer();
  readonly #codes = new Map<string, IssuedCode>();

  constructor(directory: Directory) {
    this.directory = directory;
  }

  checkTenant(tenant: string): void {
    if (tenant !== this.directory.tenantId && tenant !== this.directory.domain)
      throw signInErrors.unknownTenant(tenant);
  }

  application(clientId: string): Application {
    const found = this.directory.findByAppId(clientId);
    if (found === undefined || !this.directory.isReplicated(found.createdAt, "application")) {
      throw signInErrors.unknownApp(clientId, this.directory.tenantId);
    }
    return found;
  }

  checkRedirectUri(application: Application, redirectUri: string): void {
    const web = application.properties.web as { redirectUris?: readonly string[] } | undefined;
    if (!web?.redirectUris?.includes(redirectUri)) throw signInErrors.redirectUri(redirectUri, application.appId);
  }

  /** Throws unless the app registration lets the authorize endpoint issue ID tokens. */
  checkIdTokens({ appId, properties }: Application): void {
    const web = properties.web as { implicitGrantSettings?: { enableIdTokenIssuance?: boolean } } | undefined;
    if (web?.implicitGrantSettings?.enableIdTokenIssuance !== true) throw signInErrors.idTokensOff(appId);
  }

  /** Says who the person is. Nobody checks its signature: whoever asks for it gets it straight from this endpoint. */
  idToken({ appId }: Application, origin: string, nonce: string): string {
    const now = Math.floor(this.directory.now().getTime() / 1000);
    const claims = {
      aud: appId,
      iss: issuerOf(origin, this.directory),
      iat: now,
      exp: now + 3600,
      nonce,
      oid: PERSON.id,
      sub: PERSON.id,
    };
    return this.#idTokens.sign({ ...claims, tid: this.directory.tenantId, preferred_username: PERSON.name });
  }

  /** The scopes by resource. The app registration must list each of them. */
  requestedScopes(application: Application, scope: string): RequestedScopes {
    const requested = new Map<ResourceApp, string[]>();
    for (const name of scope.split(" ").filter((each) => each !== "")) {
      const { resource, permission } = splitScope(name);
      if (OPENID_SCOPES.has(name) && !lists(application, resource, name)) continue;
      this.#checkPermission(application, resource, permission, name);
      requested.set(resource, [...(requested.get(resource) ?? []), permission]);
    }
    return requested;
  }

  /** Whether the person, or an administrator for everyone, has already consented to all of it. */
  isConsented(application: Application, requested: RequestedScopes): boolean {
    const client = this.directory.findPrincipal(application.appId);
    if (client === undefined) return false;
    const granted = [...this.directory.grants.values()].filter(
      ({ clientId, principalId }) => clientId === client.id && (principalId === null || principalId === PERSON.id),
    );
    return [...requested].every(([{ appId }, permissions]) => {
      const resourceId = this.directory.findPrincipal(appId)?.id;
      const scopes = granted
        .filter((grant) => grant.resourceId === resourceId)
        .flatMap(({ scope }) => scope.split(" "));
      return permissions.every((permission) => scopes.includes(permission));
    });
  }

  /** Records the consent. The first one creates the app's service principal. */
  consent(application: Application, requested: RequestedScopes): void {
    const client = this.directory.findPrincipal(application.appId) ?? this.directory.addPrincipal(application.appId);
    for (const [{ appId }, permissions] of requested) {
      const resource = this.directory.findPrincipal(appId) as ServicePrincipal;
      this.directory.grant(client.id, resource.id, permissions, PERSON.id);
    }
  }

  issueCode(clientId: string, redirectUri: string, scope: string): string {
    const code = `0.${randomBytes(48).toString("base64url")}`;
    const expiresAt = this.directory.now().getTime() + CODE_LIFETIME;
    this.#codes.set(code, { clientId, redirectUri, scope, expiresAt, redeemed: false });
    return code;
  }

  /** Redeems a code, which works once, and returns its scopes. */
  redeem(code: string, clientId: string, redirectUri: string): string {
    const issued = this.#codes.get(code);
    if (issued === undefined || issued.clientId !== clientId) throw signInErrors.malformedCode();
    if (issued.redeemed) throw signInErrors.usedCode();
    if (this.directory.now().getTime() > issued.expiresAt) throw signInErrors.expiredCode();
    if (issued.redirectUri !== redirectUri) throw signInErrors.codeRedirectUri(redirectUri);
    issued.redeemed = true;
    return issued.scope;
  }

  issueRefreshToken(clientId: string, scope: string): string {
    const token = newToken("refresh");
    this.#refreshTokens.set(token, { clientId, scope });
    return token;
  }

  /** The scopes of a refresh token, which works only for the app that it was issued to. */
  refresh(token: string, clientId: string): string {
    const issued = this.#refreshTokens.get(token);
    if (issued?.clientId !== clientId) throw signInErrors.malformedCode();
    return issued.scope;
  }

  checkSecret(application: Application, secret: string): void {
    if (secret === "") throw signInErrors.missingSecret();
    const now = this.directory.now().getTime();
    const known = [...application.passwords.values()].filter(({ createdAt }) =>
      this.directory.isReplicated(createdAt, "secret"),
    );
    const matching = known.filter(({ secretText }) => sameText(secretText, secret));
    if (matching.length === 0) throw signInErrors.wrongSecret(application.appId);
    if (matching.every(({ endDateTime }) => Date.parse(endDateTime) <= now))
      throw signInErrors.expiredSecret(application.appId);
  }

  #checkPermission(application: Application, resource: ResourceApp, permission: string, scope: string): void {
    if (listed(application, resource).length === 0) throw signInErrors.noPermissions(resource.displayName);
    if (permission !== ".default" && !lists(application, resource, permission)) throw signInErrors.scope(scope);
  }
}

/** The permissions of a resource that the app registration lists. */
function listed({ properties }: Application, { appId }: ResourceApp): RequiredResource["resourceAccess"] {
  const required = (properties.requiredResourceAccess ?? []) as readonly RequiredResource[];
  return required.find(({ resourceAppId }) => resourceAppId === appId)?.resourceAccess ?? [];
}

function lists(application: Application, resource: ResourceApp, permission: string): boolean {
  const id = resource.scopes[permission];
  return id !== undefined && listed(application, resource).some((access) => access.id === id);
}

/** The issuer of the tenant's ID tokens. */
export function issuerOf(origin: string, { tenantId }: Directory): string {
  return `${origin}/${tenantId}/v2.0`;
}

/** The resource and permission in a scope. Without a resource it is Microsoft Graph's. */
function splitScope(scope: string): { resource: ResourceApp; permission: string } {
  const slash = scope.lastIndexOf("/");
  const prefix = slash === -1 ? "https://graph.microsoft.com" : scope.slice(0, slash);
  const resource = RESOURCE_APPS.find(({ identifierUris }) => identifierUris.includes(prefix));
  if (resource === undefined) throw signInErrors.scope(scope);
  return { resource, permission: scope.slice(slash + 1) };
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export function newToken(kind: "access" | "refresh"): string {
  return `sandbox-${kind}-${randomBytes(24).toString("base64url")}`;
}

/** Returns a sign-in error, and rethrows any other. */
export function asSignInError(error: unknown): SignInError {
  if (error instanceof SignInError) return error;
  throw error;
}
