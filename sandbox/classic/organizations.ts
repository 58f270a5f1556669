export const ROLES = ["owner", "member", "collaborator"] as const;

export type Role = (typeof ROLES)[number];

/** An organization, as one user sees it. */
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

interface Stored extends Omit<Organization, "role"> {
  /** By user. */
  readonly roles: Map<User, Role>;
}

/** Another user, because every organization has an owner. */
const FOUNDER = { userId: "f0000000-0000-4000-8000-000000000001", role: "owner" } as const;

/** The organizations of an installation, and who has which role there. */
export class Organizations {
  readonly #stored = new Map<string, Stored>();

  constructor(user: User, organizations: readonly Organization[]) {
    for (const organization of organizations) this.add(organization, user);
  }

  add({ role, ...organization }: Organization, user: User): void {
    this.#stored.set(organization.id, { ...organization, roles: new Map([[user, role]]) });
  }

  list(): readonly Stored[] {
    return [...this.#stored.values()];
  }

  nameOf(id: string): string {
    return this.#stored.get(id)?.name ?? id;
  }

  of(user: User): readonly Organization[] {
    return this.list().flatMap(({ roles, ...organization }) => {
      const role = roles.get(user);
      return role === undefined ? [] : [{ ...organization, role }];
    });
  }

  roleOf(user: User, id: string): Role | undefined {
    return this.#stored.get(id)?.roles.get(user);
  }

  setRole(id: string, role: Role, user: User): void {
    const known = this.#stored.get(id);
    if (known === undefined) this.add({ id, name: `Organization ${id}`, slug: id, role }, user);
    else known.roles.set(user, role);
  }

  leave(id: string, user: User): void {
    this.#stored.get(id)?.roles.delete(user);
  }

  members(id: string): readonly { userId: string; role: Role }[] {
    const roles = [...(this.#stored.get(id)?.roles ?? [])];
    return [FOUNDER, ...roles.map(([user, role]) => ({ userId: user.id, role }))];
  }
}
