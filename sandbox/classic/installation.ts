import { timingSafeEqual } from "node:crypto";
import { Code, ConnectError } from "@connectrpc/connect";
import type { Clock } from "../../provider-kit/clock.ts";
import { AZURE_DEVOPS_HOST } from "../constants.ts";
import { Integrations } from "./integrations.ts";

export type Role = "owner" | "member" | "collaborator";

/** An organization of the token's owner. */
export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  /** What the token's owner is in it. */
  readonly role: Role;
}

export interface User {
  readonly id: string;
  readonly name: string;
}

export interface InstallationOptions {
  readonly clock: Clock;
  readonly token: string;
  /** To whom the token belongs. */
  readonly user: User;
  readonly organizations: readonly Organization[];
  /** False makes it answer like gitpod.io, where Azure DevOps does not exist. */
  readonly enterprise: boolean;
  /** How long the authorize page does not know a new or changed integration, in milliseconds. */
  readonly propagationDelay: number;
}

type Permission = "read_git_provider" | "write_git_provider" | "read_members";

/** Somebody whom nobody plays: every organization has an owner. */
const FOUNDER = { userId: "f0000000-0000-4000-8000-000000000001", role: "owner" } as const;

/** A Gitpod installation: who may call, which organizations and hosts there are, and their integrations. */
export class Installation {
  readonly integrations: Integrations;
  readonly enterprise: boolean;
  readonly user: User;
  readonly #options: InstallationOptions;
  readonly #organizations = new Map<string, Organization>();
  readonly #reachable = new Set([AZURE_DEVOPS_HOST]);
  readonly #builtIn = new Set(["github.com", "gitlab.com", "bitbucket.org"]);
  #token: string | undefined;

  constructor(options: InstallationOptions) {
    this.#options = options;
    this.enterprise = options.enterprise;
    this.user = options.user;
    this.integrations = new Integrations(options.clock);
    this.#token = options.token;
    for (const organization of options.organizations) this.#organizations.set(organization.id, organization);
  }

  /** Throws unless the call carries the token in force. */
  checkToken(authorization: string | null): void {
    const given = Buffer.from(authorization ?? "");
    const wanted = Buffer.from(`Bearer ${this.#token}`);
    const valid = this.#token !== undefined && given.length === wanted.length && timingSafeEqual(given, wanted);
    if (!valid) throw new ConnectError("invalid personal access token", Code.Unauthenticated);
  }

  /** What the token's owner is in the organization; throws unless they may do this in it. */
  checkAccess(organizationId: string, permission: Permission): Role {
    const role = this.#organizations.get(organizationId)?.role;
    if (role === undefined) throw new ConnectError(`Organization ${organizationId} not found.`, Code.NotFound);
    if (permission === "write_git_provider" && role !== "owner") {
      throw new ConnectError(`You do not have ${permission} on organization ${organizationId}`, Code.PermissionDenied);
    }
    return role;
  }

  revokeToken(): void {
    this.#token = undefined;
  }

  setToken(token: string): void {
    this.#token = token;
  }

  /** Makes the organization known, with the role that the token's owner has in it. */
  setRole(organizationId: string, role: Role): void {
    const known = this.#organizations.get(organizationId);
    const unnamed = { id: organizationId, name: `Organization ${organizationId}`, slug: organizationId };
    this.#organizations.set(organizationId, { ...(known ?? unnamed), role });
  }

  /** The token's owner is no longer a member: to them the organization does not exist. */
  removeOrganization(organizationId: string): void {
    this.#organizations.delete(organizationId);
  }

  organizations(): readonly Organization[] {
    return [...this.#organizations.values()];
  }

  /** Throws unless the token's owner is one of them. */
  members(organizationId: string): readonly { userId: string; role: Role }[] {
    const role = this.checkAccess(organizationId, "read_members");
    return [FOUNDER, { userId: this.user.id, role }];
  }

  isReachable(host: string): boolean {
    return this.#reachable.has(host);
  }

  setReachable(host: string, reachable = true): void {
    if (reachable) this.#reachable.add(host.toLowerCase());
    else this.#reachable.delete(host.toLowerCase());
  }

  isBuiltIn(host: string): boolean {
    return this.#builtIn.has(host);
  }

  /** The integration that the authorize page offers for a host: one that awaits activation first. */
  findForHost(host: string) {
    const latest = this.#options.clock.now() - this.#options.propagationDelay;
    const known = this.integrations
      .list()
      .filter(
        (integration) => integration.host.toLowerCase() === host.toLowerCase() && integration.changedAt <= latest,
      );
    return known.find((integration) => !integration.verified) ?? known[0];
  }

  mayActivate(organizationId: string): boolean {
    return this.#organizations.get(organizationId)?.role === "owner";
  }
}
