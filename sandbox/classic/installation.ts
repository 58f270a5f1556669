import { timingSafeEqual } from "node:crypto";
import { Code, ConnectError } from "@connectrpc/connect";
import type { Clock } from "../../provider-kit/clock.ts";
import { AZURE_DEVOPS_HOST } from "../constants.ts";
import { Integrations } from "./integrations.ts";

export type Role = "owner" | "member" | "collaborator";

/** An organization that the token's owner belongs to. */
export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly role: Role;
}

export interface User {
  readonly id: string;
  readonly name: string;
}

export interface InstallationOptions {
  readonly clock: Clock;
  readonly token: string;
  /** The token's owner. */
  readonly user: User;
  readonly organizations: readonly Organization[];
  /** False: behaves like gitpod.io, which does not support Azure DevOps. */
  readonly enterprise: boolean;
  /** How long the authorize page ignores a new or changed integration, in milliseconds. */
  readonly propagationDelay: number;
}

type Permission = "read_git_provider" | "write_git_provider" | "read_members";

/** Another user, because every organization has an owner. */
const FOUNDER = { userId: "f0000000-0000-4000-8000-000000000001", role: "owner" } as const;

/** A Gitpod installation: its token, organizations, Git hosts and integrations. */
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

  /** Throws unless the header has the valid token. */
  checkToken(authorization: string | null): void {
    const given = Buffer.from(authorization ?? "");
    const wanted = Buffer.from(`Bearer ${this.#token}`);
    const valid = this.#token !== undefined && given.length === wanted.length && timingSafeEqual(given, wanted);
    if (!valid) throw new ConnectError("invalid personal access token", Code.Unauthenticated);
  }

  /** The role of the token's owner in the organization. Throws unless they have the permission. */
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

  /** Sets the role of the token's owner in an organization, which is created if needed. */
  setRole(organizationId: string, role: Role): void {
    const known = this.#organizations.get(organizationId);
    const unnamed = { id: organizationId, name: `Organization ${organizationId}`, slug: organizationId };
    this.#organizations.set(organizationId, { ...(known ?? unnamed), role });
  }

  /** Removes the token's owner from the organization, which they can no longer see. */
  removeOrganization(organizationId: string): void {
    this.#organizations.delete(organizationId);
  }

  organizations(): readonly Organization[] {
    return [...this.#organizations.values()];
  }

  /** Throws unless the token's owner is a member. */
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

  /** The integration that the authorize page uses for a host: preferably one that is not verified yet. */
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
