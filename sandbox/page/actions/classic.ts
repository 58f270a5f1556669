import type { User } from "../../classic/installation.ts";
import type { StoredIntegration } from "../../classic/integrations.ts";
import { ROLES } from "../../classic/organizations.ts";
import type { Sandbox } from "../../types.ts";
import type { Action, Form } from "../action.ts";

/** What Gitpod's dashboard lets a person do. */
export const classicActions: Readonly<Record<string, Action>> = {
  deactivate: (sandbox, form) => {
    const { id, host, organizationId } = integrationIn(sandbox, form);
    sandbox.gitpod.integrations.modify(id, { verified: false });
    return { text: `The integration for ${host} in ${organizationName(sandbox, organizationId)} is unverified now.` };
  },
  "delete-integration": (sandbox, form) => {
    const { id, host, organizationId } = integrationIn(sandbox, form);
    sandbox.gitpod.integrations.remove(id);
    return { text: `Deleted the integration for ${host} in ${organizationName(sandbox, organizationId)}.` };
  },
  "set-role": (sandbox, form) => {
    const { installation } = sandbox.gitpod;
    const { id, name } = form.find("organization", (wanted) =>
      installation.organizations.list().find((organization) => organization.id === wanted),
    );
    const user = userIn(sandbox, form);
    const role = form.find("role", (wanted) => ROLES.find((each) => each === wanted));
    installation.setRole(id, role, user);
    return { text: `${user.name} is ${role} of ${name} now.` };
  },
  "sign-in": (sandbox, form) => {
    const user = userIn(sandbox, form);
    sandbox.gitpod.installation.visitor = user;
    return { text: `${user.name} is signed in to Gitpod Classic in the browser now.` };
  },
};

function integrationIn({ gitpod }: Sandbox, form: Form): StoredIntegration {
  return form.find("integration", (id) => gitpod.integrations.get(id));
}

function userIn({ gitpod }: Sandbox, form: Form): User {
  return form.find("person", (id) => gitpod.installation.people.find((user) => user.id === id));
}

function organizationName({ gitpod }: Sandbox, id: string): string {
  return gitpod.installation.organizations.nameOf(id);
}
