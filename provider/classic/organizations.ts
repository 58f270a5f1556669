import { type ApiOptions, Calls } from "../connect/calls.ts";
import { failedFor } from "../connect/errors.ts";
import type { CallContext } from "../connect/retry.ts";
import { WITHOUT_TOKEN } from "./explain.ts";

export interface User {
  readonly id: string;
  /** Full name; may be empty. */
  readonly name: string;
}

export interface Organization {
  readonly id: string;
  readonly name: string;
  /** Short name in URLs. */
  readonly slug: string;
}

/** A user's role in an organization. Only an owner may set up an integration. */
export type Role = "owner" | "member" | "collaborator";

/** The owner of a token, and their organizations. Fails with ApiError. */
export interface OrganizationApi {
  /** The owner of the token. */
  user(context: CallContext): Promise<User>;
  /** The organizations of which the token's owner is a member. */
  organizations(context: CallContext): Promise<Organization[]>;
  /** Undefined when the user is not a member, or has a role that this project does not know. */
  role(organizationId: string, userId: string, context: CallContext): Promise<Role | undefined>;
}

/** An organization, and the token owner's role in it. */
export interface Membership extends Organization {
  /** Undefined when Gitpod does not show it. */
  readonly role: Role | undefined;
}

/** The owner of a token, and the organizations that it gives access to. */
export interface Account {
  readonly user: User;
  readonly organizations: readonly Membership[];
}

export async function readAccount(api: OrganizationApi, context: CallContext): Promise<Account> {
  const [user, organizations] = await Promise.all([api.user(context), api.organizations(context)]);
  const withRole = async (organization: Organization): Promise<Membership> => ({
    ...organization,
    role: await visibleRole(api, organization.id, user.id, context),
  });
  return { user, organizations: await Promise.all(organizations.map(withRole)) };
}

/** Undefined when the token may not see the members of an organization. */
export async function visibleRole(api: OrganizationApi, organizationId: string, userId: string, context: CallContext) {
  return api.role(organizationId, userId, context).catch((error: unknown) => {
    if (failedFor(error, "forbidden") || failedFor(error, "notFound")) return undefined;
    throw error;
  });
}

const PAGE_SIZE = 100;

/** The same over Connect RPC with JSON. */
export class ConnectOrganizationApi implements OrganizationApi {
  readonly #organizations: Calls<Awaited<ReturnType<typeof loadOrganizations>>>;
  readonly #users: Calls<Awaited<ReturnType<typeof loadUsers>>>;

  constructor(options: ApiOptions) {
    this.#organizations = new Calls(options, WITHOUT_TOKEN, loadOrganizations);
    this.#users = new Calls(options, WITHOUT_TOKEN, loadUsers);
  }

  user(context: CallContext): Promise<User> {
    return this.#users.run("always", context, async ({ client, options, answer, messages }) => {
      const { user } = await client.getAuthenticatedUser({}, options);
      if (user === undefined || user.id === "") throw messages.emptyAnswer("user", answer);
      return { id: user.id, name: user.name };
    });
  }

  async organizations(context: CallContext): Promise<Organization[]> {
    const found = new Map<string, Organization>();
    // The first page is number 0, unlike in a list of integrations.
    for (let page = 0; ; page++) {
      const before = found.size;
      const { organizations, total } = await this.#organizationPage(page, context);
      for (const { id, name, slug } of organizations) found.set(id, { id, name, slug });
      // An installation that ignores the page number returns the same ones again.
      if (found.size >= total || found.size === before) return [...found.values()];
    }
  }

  role(organizationId: string, userId: string, context: CallContext): Promise<Role | undefined> {
    return this.#organizations.run("always", context, async ({ client, options, messages }) => {
      // Gitpod returns all members, whatever page is asked for.
      const { members } = await client.listOrganizationMembers({ organizationId }, options);
      return messages.roles.get(members.find((member) => member.userId === userId)?.role);
    });
  }

  #organizationPage(page: number, context: CallContext) {
    return this.#organizations.run("always", context, async ({ client, options, messages }) => {
      const pagination = { pageSize: PAGE_SIZE, page };
      const answer = await client.listOrganizations({ pagination, scope: messages.ofMember }, options);
      return { organizations: answer.organizations, total: answer.pagination?.total ?? 0 };
    });
  }
}

async function loadOrganizations() {
  const generated = await import("./gen/gitpod/v1/organization_pb.js");
  const { OWNER, MEMBER, COLLABORATOR } = generated.OrganizationRole;
  return {
    service: generated.OrganizationService,
    ofMember: generated.ListOrganizationsRequest_Scope.MEMBER,
    roles: new Map<number | undefined, Role>([
      [OWNER, "owner"],
      [MEMBER, "member"],
      [COLLABORATOR, "collaborator"],
    ]),
  };
}

async function loadUsers() {
  const [generated, { emptyAnswer }] = await Promise.all([
    import("./gen/gitpod/v1/user_pb.js"),
    import("../connect/connection.ts"),
  ]);
  return { service: generated.UserService, emptyAnswer };
}
