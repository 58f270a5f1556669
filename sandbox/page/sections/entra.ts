import { type Html, html } from "../../../pages/html.ts";
import { RESOURCE_APPS } from "../../entra/microsoftApps.ts";
import type { Application, Password } from "../../entra/models.ts";
import type { RequiredResource } from "../../play/entra.ts";
import type { Sandbox } from "../../types.ts";
import { form, list, terms } from "../form.ts";

interface AppProperties {
  readonly displayName?: string;
  readonly requiredResourceAccess?: readonly RequiredResource[];
  readonly web?: {
    readonly redirectUris?: readonly string[];
    readonly implicitGrantSettings?: { readonly enableIdTokenIssuance?: boolean };
  };
}

const HINT_LENGTH = 3;

/** The tenant's app registrations, with what the portal lets a person do. */
export function entraSection(sandbox: Sandbox): Html {
  const applications = [...sandbox.entra.directory.applications.values()];
  return html`<h2>Microsoft Entra ID</h2>
<p class="muted">Tenant <code>${sandbox.entra.tenantId}</code></p>
${applications.length === 0 ? html`<p class="muted">No app registrations yet.</p>` : ""}
${applications.map((application) => appArticle(sandbox, application))}`;
}

function appArticle(sandbox: Sandbox, application: Application): Html {
  const { id, appId, passwords } = application;
  const { displayName = "", web } = application.properties as AppProperties;
  const fields = { app: id };
  const uris = web?.redirectUris ?? [];
  return html`<article>
<h3>${displayName}</h3>
${terms({
  "Client id": html`<code>${appId}</code>`,
  "Object id": html`<code>${id}</code>`,
  "Redirect URI": list(
    uris.map((uri) => html`<code>${uri}</code>`),
    "none",
  ),
  Permissions: permissions(application, displayName),
  "ID tokens": web?.implicitGrantSettings?.enableIdTokenIssuance ? "on" : "off",
  "Service principal": principal(sandbox, application, displayName),
  "Client secrets": html`${list(
    [...passwords.values()].map((password) => secret(sandbox, application, password, displayName)),
    "none",
  )}${form({ action: "add-secret", label: "New secret", about: displayName, fields })}`,
})}
<details id="change-${id}"><summary>Change ${displayName}</summary>
${form({ action: "rename-app", label: "Rename", about: displayName, fields }, html`<label>Name <input name="name" value="${displayName}" required></label> `)}
${form({ action: "change-redirect-uri", label: "Change the redirect URI", about: displayName, fields }, html`<label>Redirect URI <input name="uris" value="${uris.join(" ")}" size="50" required></label> `)}
${form({ action: "delete-app", label: "Delete the app registration", about: displayName, fields })}
</details>
</article>
`;
}

function permissions({ id, properties }: Application, about: string): Html {
  const { requiredResourceAccess = [] } = properties as AppProperties;
  const items = requiredResourceAccess.flatMap(({ resourceAppId, resourceAccess }) => {
    const resource = RESOURCE_APPS.find(({ appId }) => appId === resourceAppId);
    const names = new Map(Object.entries(resource?.scopes ?? {}).map(([name, scopeId]) => [scopeId, name]));
    return resourceAccess.map((access) => {
      const name = `${resource?.displayName ?? resourceAppId} ${names.get(access.id) ?? access.id}`;
      const fields = { app: id, resource: resourceAppId, permission: access.id };
      return html`${name} ${form({ action: "remove-permission", label: "Take away", about: `${name} from ${about}`, fields })}`;
    });
  });
  return list(items, "none");
}

function principal({ entra: { directory } }: Sandbox, { id, appId }: Application, about: string): Html {
  const found = directory.findPrincipal(appId);
  if (found === undefined) return html`<span class="bad">missing</span>`;
  const consents = [...directory.grants.values()].filter(({ clientId }) => clientId === found.id);
  const scopes = [...new Set(consents.flatMap(({ scope }) => scope.split(" ")))].join(", ");
  return html`<code>${found.id}</code>, ${scopes === "" ? "nobody has consented" : `consent to ${scopes}`}
${form({ action: "delete-principal", label: "Delete", about: `the service principal of ${about}`, fields: { app: id } })}`;
}

function secret({ entra }: Sandbox, { id }: Application, password: Password, about: string): Html {
  const hint = password.secretText.slice(0, HINT_LENGTH);
  const hasEnded = Date.parse(password.endDateTime) <= entra.directory.now().getTime();
  const fields = { app: id, secret: password.keyId };
  const what = `the secret ${hint}… of ${about}`;
  return html`<code>${hint}…</code> ${password.displayName ?? ""}, ${
    hasEnded ? html`<span class="bad">ended</span>` : "ends"
  } ${password.endDateTime.slice(0, 10)}
${hasEnded ? "" : form({ action: "end-secret", label: "End it now", about: what, fields })}${form({ action: "delete-secret", label: "Delete", about: what, fields })}`;
}
