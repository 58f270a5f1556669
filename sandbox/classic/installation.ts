import { Code, ConnectError } from "@connectrpc/connect";
import type { Clock } from "../../provider-kit/clock.ts";
import type { AzureDevOps } from "../azureDevOps.ts";
import { AZURE_DEVOPS_HOST } from "../constants.ts";
import { type Token, Tokens } from "../tokens.ts";
import { Integrations } from "./integrations.ts";
import { type Organization, Organizations, type Role, type User } from "./organizations.ts";

export type { Organization, Role, User } from "./organizations.ts";

export interface InstallationOptions {
  readonly clock: Clock;
  readonly token: string;
  /** The owner of the first token. */
  readonly user: User;
  /** Organizations of that user. */
  readonly organizations: readonly Organization[];
  readonly azureDevOps: AzureDevOps;
  /** False: behaves like gitpod.io, which does not support Azure DevOps. */
  readonly enterprise: boolean;
  /** How long the authorize page ignores a new or changed integration, in milliseconds. */
  readonly propagationDelay: number;
}

/** Who calls: the token of a user. */
export type Caller = Token<User>;

type Permission = "read_git_provider" | "write_git_provider" | "read_members";

/** A Gitpod installation: its users, tokens, organizations, Git hosts and integrations. */
export class Installation {
  readonly integrations: Integrations;
  readonly enterprise: boolean;
  readonly user: User;
  readonly tokens: Tokens<User>;
  readonly azureDevOps: AzureDevOps;
  readonly organizations: Organizations;
  propagationDelay: number;
  readonly people: User[];
  /** Which of them is signed in to Gitpod, in every browser. */
  visitor: User;
  readonly #clock: Clock;
  readonly #reachable = new Set([AZURE_DEVOPS_HOST]);
  readonly #builtIn = new Set(["github.com", "gitlab.com", "bitbucket.org"]);

  constructor(options: InstallationOptions) {
    const { clock, user } = options;
    this.#clock = clock;
    this.enterprise = options.enterprise;
    this.azureDevOps = options.azureDevOps;
    this.propagationDelay = options.propagationDelay;
    this.user = user;
    this.people = [user];
    this.visitor = user;
    this.integrations = new Integrations(clock);
    this.tokens = new Tokens("gitpod_pat_", clock);
    this.tokens.add(user, {}, options.token);
    this.organizations = new Organizations(user, options.organizations);
  }

  /** Throws unless the header has a valid token. */
  caller(authorization: string | null): Caller {
    const token = this.tokens.inHeader(authorization);
    if (token === undefined || this.tokens.hasEnded(token)) {
      throw new ConnectError("invalid personal access token", Code.Unauthenticated);
    }
    this.tokens.use(token);
    return token;
  }

  /** The caller's role in the organization. Throws unless they have the permission. */
  checkAccess(organizationId: string, permission: Permission, caller: Caller): Role {
    const role = this.organizations.roleOf(caller.owner, organizationId);
    if (role === undefined) throw new ConnectError(`Organization ${organizationId} not found.`, Code.NotFound);
    if (permission === "write_git_provider" && (role !== "owner" || caller.readOnly)) {
      throw new ConnectError(`You do not have ${permission} on organization ${organizationId}`, Code.PermissionDenied);
    }
    return role;
  }

  /** Makes this the only token, of the first user. */
  setToken(token: string): void {
    this.tokens.revokeAll();
    this.tokens.add(this.user, {}, token);
  }

  /** Sets a user's role in an organization, which is created if needed. */
  setRole(organizationId: string, role: Role, user = this.user): void {
    this.organizations.setRole(organizationId, role, user);
  }

  /** Removes the first user from the organization, which they can no longer see. */
  removeOrganization(organizationId: string): void {
    this.organizations.leave(organizationId, this.user);
  }

  /** Throws unless the caller is a member. */
  members(organizationId: string, caller: Caller): readonly { userId: string; role: Role }[] {
    this.checkAccess(organizationId, "read_members", caller);
    return this.organizations.members(organizationId);
  }

  reachableHosts(): readonly string[] {
    return [...this.#reachable];
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

  /** The integration that the authorize page uses for a host: preferably one that the visitor has to activate. */
  findForHost(host: string) {
    const latest = this.#clock.now() - this.propagationDelay;
    const known = this.integrations
      .list()
      .filter(
        (integration) => integration.host.toLowerCase() === host.toLowerCase() && integration.changedAt <= latest,
      );
    const unverified = known.filter((integration) => !integration.verified);
    return unverified.find(({ organizationId }) => this.mayActivate(organizationId)) ?? unverified[0] ?? known[0];
  }

  /** Whether who is signed in may activate an integration of the organization. */
  mayActivate(organizationId: string): boolean {
    return this.organizations.roleOf(this.visitor, organizationId) === "owner";
  }
}
