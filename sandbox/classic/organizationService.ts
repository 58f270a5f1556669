import type { ServiceImpl } from "@connectrpc/connect";
import {
  type ListOrganizationsRequest,
  OrganizationRole,
  type OrganizationService,
} from "../../provider/classic/gen/gitpod/v1/organization_pb.js";
import type { UserService } from "../../provider/classic/gen/gitpod/v1/user_pb.js";
import type { Installation, Organization, Role } from "./installation.ts";

const DEFAULT_PAGE_SIZE = 100;
const ROLES: Readonly<Record<Role, OrganizationRole>> = {
  owner: OrganizationRole.OWNER,
  member: OrganizationRole.MEMBER,
  collaborator: OrganizationRole.COLLABORATOR,
};

/** Pages count from 0. Without a page size, every page is the first. */
function selectPage(all: readonly Organization[], { pagination }: ListOrganizationsRequest): readonly Organization[] {
  const size = pagination?.pageSize || DEFAULT_PAGE_SIZE;
  const offset = (pagination?.page ?? 0) * (pagination?.pageSize ?? 0);
  return all.slice(offset, offset + size);
}

/** The caller's organizations, whatever the requested scope, and their members. */
export function organizationService(installation: Installation): ServiceImpl<typeof OrganizationService> {
  return {
    listOrganizations(request, { requestHeader }) {
      const all = installation.organizations.of(installation.caller(requestHeader.get("authorization")).owner);
      const organizations = selectPage(all, request).map(({ id, name, slug }) => ({ id, name, slug }));
      return { organizations, pagination: { total: all.length } };
    },
    listOrganizationMembers({ organizationId }, { requestHeader }) {
      const caller = installation.caller(requestHeader.get("authorization"));
      const members = installation
        .members(organizationId, caller)
        .map(({ userId, role }) => ({ userId, role: ROLES[role] }));
      return { members, pagination: { total: members.length } };
    },
  };
}

export function userService(installation: Installation): ServiceImpl<typeof UserService> {
  return {
    getAuthenticatedUser(_, { requestHeader }) {
      return { user: installation.caller(requestHeader.get("authorization")).owner };
    },
  };
}
