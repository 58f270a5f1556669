import { type Html, html } from "../../../pages/html.ts";
import { activationUrl, CLASSIC } from "../../../platforms/classic.ts";
import type { StoredIntegration } from "../../classic/integrations.ts";
import { ROLES } from "../../classic/organizations.ts";
import { GITPOD_TOKENS } from "../../classic/service.ts";
import type { Sandbox } from "../../types.ts";
import { form, list, select, terms } from "../form.ts";

const ROLE_OPTIONS = ROLES.map((role) => ({ value: role, text: role }));

/** The organizations of Gitpod Classic with their integrations and people. */
export function classicSection(sandbox: Sandbox): Html {
  const { installation, origin } = sandbox.gitpod;
  const people = installation.people.map(({ id, name }) => ({ value: id, text: name }));
  const { visitor } = installation;
  return html`<h2>Gitpod Classic</h2>
<p class="muted">${origin}, <a href="${origin}${GITPOD_TOKENS}">access tokens</a></p>
${form({ action: "sign-in", label: "Sign in" }, select("person", `Signed in in the browser: ${visitor.name}. Sign in as`, people, visitor.id))}
${installation.organizations.list().map(({ id, name }) => organization(sandbox, id, name))}`;
}

function organization(sandbox: Sandbox, id: string, name: string): Html {
  const { integrations, installation } = sandbox.gitpod;
  const rows = installation.people.map((user) => ({ user, role: installation.organizations.roleOf(user, id) }));
  const known = rows.filter(({ role }) => role !== undefined);
  return html`<article>
<h3>${name}</h3>
${terms({
  Id: html`<code>${id}</code>`,
  People: known.map(({ user, role }) => `${user.name}, ${role}`).join("; "),
})}
${integrations.list(id).map((each) => integration(sandbox, each, name))}
<details id="roles-${id}"><summary>Change roles in ${name}</summary>
${known.map(({ user, role }) => form({ action: "set-role", label: "Change", about: `the role of ${user.name} in ${name}`, fields: { organization: id, person: user.id } }, select("role", user.name, ROLE_OPTIONS, role)))}
</details>
</article>
`;
}

function integration({ gitpod, entra }: Sandbox, stored: StoredIntegration, about: string): Html {
  const { id, host, clientId, verified } = stored;
  const app = entra.directory.findByAppId(clientId)?.properties.displayName;
  const fields = { integration: id };
  const what = `the integration for ${host} in ${about}`;
  return html`<section>
<h4>Integration for ${host}</h4>
${terms({
  Id: html`<code>${id}</code>`,
  "Signs in with":
    app === undefined ? html`<code>${clientId}</code>, <span class="bad">which is no app</span>` : `${app}`,
  Verified: verified
    ? html`<span class="good">yes</span>`
    : html`<span class="bad">no</span>: <a href="${activationUrl(gitpod.host, host, CLASSIC.scopes)}">activate</a>`,
})}
${list(
  [
    ...(verified ? [form({ action: "deactivate", label: "Set to unverified", about: what, fields })] : []),
    form({ action: "delete-integration", label: "Delete", about: what, fields }),
  ],
  "",
)}
</section>
`;
}
