import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "../../provider-kit/clock.ts";
import { badRequest, GraphError, notFound } from "./errors.ts";
import { RESOURCE_APPS } from "./microsoftApps.ts";
import type {
  Application,
  FederatedCredential,
  GraphProperties,
  Password,
  PermissionGrant,
  Policy,
  ReplicationDelay,
  RoleAssignment,
  ServicePrincipal,
} from "./models.ts";

const DAY = 86_400_000;
const SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";

/** A tenant of Microsoft Entra ID: app registrations, service principals, secrets and consents. */
export class Directory {
  readonly tenantId: string;
  readonly domain = "sandbox.onmicrosoft.com";
  readonly applications = new Map<string, Application>();
  readonly servicePrincipals = new Map<string, ServicePrincipal>();
  readonly grants = new Map<string, PermissionGrant>();
  readonly policy: Policy = { userConsent: true, usersRegisterApps: true, maxSecretLifetimeDays: undefined };
  replicationDelay: ReplicationDelay;
  readonly #clock: Clock;

  constructor(tenantId: string, clock: Clock, replicationDelay: ReplicationDelay = {}) {
    this.tenantId = tenantId;
    this.replicationDelay = replicationDelay;
    this.#clock = clock;
    for (const { appId, displayName } of RESOURCE_APPS) this.#addPrincipal(appId, { displayName }, 0);
  }

  /** Whether an object created then is known by now. */
  isReplicated(createdAt: number, part: keyof ReplicationDelay): boolean {
    return this.#clock.now() >= createdAt + (this.replicationDelay[part] ?? 0);
  }

  now(): Date {
    return new Date(this.#clock.now());
  }

  findByAppId(appId: string): Application | undefined {
    return [...this.applications.values()].find((application) => application.appId === appId);
  }

  findPrincipal(appId: string): ServicePrincipal | undefined {
    return [...this.servicePrincipals.values()].find((principal) => principal.appId === appId);
  }

  addApplication(properties: GraphProperties, owners: Iterable<string> = []): Application {
    const application = {
      id: randomUUID(),
      appId: randomUUID(),
      createdAt: this.#clock.now(),
      owners: new Set(owners),
      passwords: new Map<string, Password>(),
      federatedCredentials: new Map<string, FederatedCredential>(),
      properties,
    };
    this.applications.set(application.id, application);
    return application;
  }

  /** Removes an app registration with its service principal and consents, as Entra does. */
  removeApplication(id: string): void {
    const application = this.#application(id);
    this.applications.delete(id);
    const principal = this.findPrincipal(application.appId);
    if (principal !== undefined) this.removePrincipal(principal.id);
  }

  addPrincipal(appId: string, properties: GraphProperties = {}, owners: Iterable<string> = []): ServicePrincipal {
    const application = this.findByAppId(appId);
    if (application === undefined || !this.isReplicated(application.createdAt, "graph")) {
      const message = `The appId '${appId}' of the service principal does not reference a valid application object.`;
      throw new GraphError(400, "NoBackingApplicationObject", message);
    }
    if (this.findPrincipal(appId) !== undefined) {
      const message = `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`;
      throw new GraphError(409, "Request_MultipleObjectsWithSameKeyValue", message);
    }
    const displayName = application.properties.displayName;
    return this.#addPrincipal(appId, { displayName, ...properties }, this.#clock.now(), owners);
  }

  removePrincipal(id: string): void {
    if (!this.servicePrincipals.delete(id)) throw notFound(id);
    for (const grant of [...this.grants.values()]) {
      if (grant.clientId === id || grant.resourceId === id) this.grants.delete(grant.id);
    }
    for (const { roleAssignments } of this.servicePrincipals.values()) {
      for (const { id: assignment, principalId } of [...roleAssignments.values()]) {
        if (principalId === id) roleAssignments.delete(assignment);
      }
    }
  }

  addPassword(
    applicationId: string,
    wanted: { displayName?: string; startDateTime?: string; endDateTime?: string } = {},
  ): Password {
    const application = this.#application(applicationId);
    const start = wanted.startDateTime === undefined ? this.now() : new Date(wanted.startDateTime);
    const end = wanted.endDateTime === undefined ? new Date(start.getTime() + 730 * DAY) : new Date(wanted.endDateTime);
    this.#checkLifetime(start, end);
    const password = {
      keyId: randomUUID(),
      displayName: wanted.displayName ?? null,
      startDateTime: graphTime(start),
      endDateTime: graphTime(end),
      secretText: newSecret(),
      createdAt: this.#clock.now(),
    };
    application.passwords.set(password.keyId, password);
    return password;
  }

  removePassword(applicationId: string, keyId: string): void {
    const application = this.#application(applicationId);
    if (!application.passwords.delete(keyId)) throw badRequest("No password credential found with keyId.");
  }

  /** Moves the end of a secret into the past, as time would do. */
  endPassword(applicationId: string, keyId: string): void {
    const { passwords } = this.#application(applicationId);
    const password = passwords.get(keyId);
    if (password === undefined) throw badRequest("No password credential found with keyId.");
    const endDateTime = graphTime(new Date(this.#clock.now() - 1000));
    passwords.set(keyId, { ...password, endDateTime });
  }

  /** Adds scopes to what was granted before. A null `principalId` grants them for everyone. */
  grant(clientId: string, resourceId: string, scopes: readonly string[], principalId: string | null): PermissionGrant {
    const existing = [...this.grants.values()].find(
      (grant) => grant.clientId === clientId && grant.resourceId === resourceId && grant.principalId === principalId,
    );
    const scope = [...new Set([...(existing?.scope.split(" ") ?? []), ...scopes])].join(" ");
    if (existing !== undefined) {
      existing.scope = scope;
      return existing;
    }
    const id = randomBytes(32).toString("base64url");
    const grant = { id, clientId, resourceId, principalId, scope };
    this.grants.set(id, grant);
    return grant;
  }

  #application(id: string): Application {
    const application = this.applications.get(id);
    if (application === undefined) throw notFound(id);
    return application;
  }

  #addPrincipal(appId: string, properties: GraphProperties, createdAt: number, owners: Iterable<string> = []) {
    const roleAssignments = new Map<string, RoleAssignment>();
    const principal = { id: randomUUID(), appId, createdAt, owners: new Set(owners), roleAssignments, properties };
    this.servicePrincipals.set(principal.id, principal);
    return principal;
  }

  #checkLifetime(start: Date, end: Date): void {
    if (Number.isNaN(start.getTime()) || Number.isNaN(end.getTime())) throw badRequest("Invalid date time.");
    if (end <= start) throw badRequest("endDateTime must be later than its startDateTime.");
    const max = this.policy.maxSecretLifetimeDays;
    if (max !== undefined && end.getTime() - start.getTime() > max * DAY) {
      const message = "Credential lifetime exceeds the max value allowed as per assigned policy.";
      throw new GraphError(400, "CredentialInvalidLifetimeAsPerAppPolicy", message);
    }
  }
}

/** A time as Graph writes it: without a fraction of zero. */
function graphTime(time: Date): string {
  return time.toISOString().replace(".000Z", "Z");
}

/** A client secret as Entra makes it: 40 characters, the fourth to sixth being `8Q~`. */
function newSecret(): string {
  const letters = Array.from(randomBytes(37), (byte) => SECRET_ALPHABET[byte % SECRET_ALPHABET.length]).join("");
  return `${letters.slice(0, 3)}8Q~${letters.slice(3)}`;
}
