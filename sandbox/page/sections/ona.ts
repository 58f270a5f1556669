import { type Html, html } from "../../../pages/html.ts";
import { RunnerPhase } from "../../../provider/ona/gen/gitpod/v1/runner_pb.js";
import type { Runner } from "../../ona/runners.ts";
import type { StoredScmIntegration } from "../../ona/scmIntegrations.ts";
import { ONA_TOKENS } from "../../ona/service.ts";
import type { Sandbox } from "../../types.ts";
import { form, list, terms } from "../form.ts";

/** Ona's runners with their integrations and people's sign-ins. */
export function onaSection(sandbox: Sandbox): Html {
  const { runners, origin } = sandbox.ona;
  return html`<h2>Ona</h2>
<p class="muted">${origin}, <a href="${origin}${ONA_TOKENS}">personal access tokens</a></p>
${runners.list().map((runner) => runnerArticle(sandbox, runner))}`;
}

function runnerArticle(sandbox: Sandbox, runner: Runner): Html {
  const { id, name, phase, registered } = runner;
  const active = phase === RunnerPhase.ACTIVE;
  const state = registered ? RunnerPhase[phase].toLowerCase() : "never registered";
  const change = active
    ? form({ action: "take-offline", label: "Take offline", about: name, fields: { runner: id } })
    : form({
        action: "bring-online",
        label: registered ? "Bring online" : "Register",
        about: name,
        fields: { runner: id },
      });
  return html`<article>
<h3>${name}</h3>
${terms({
  Id: html`<code>${id}</code>`,
  State: html`<span class="${active ? "good" : "bad"}">${state}</span> ${change}`,
  "Redirect URI": html`<code>${runner.callbackUrl}</code>`,
})}
${sandbox.ona.integrations.list(id).map((each) => integration(sandbox, each, name))}
</article>
`;
}

function integration({ ona, entra }: Sandbox, stored: StoredScmIntegration, about: string): Html {
  const { id, host, oauth, pat, runnerId } = stored;
  const app = entra.directory.findByAppId(oauth?.clientId ?? "")?.properties.displayName;
  const people = ona.signIns.list().filter((each) => each.runnerId === runnerId && each.host === host);
  return html`<section>
<h4>Integration for ${host}</h4>
${terms({
  Id: html`<code>${id}</code>`,
  "Signs in with": app === undefined ? html`<span class="bad">no app</span>` : String(app),
  "Access tokens of people": pat ? "on" : "off",
  "Sign-ins": list(
    people.map(({ personId, kind }) => html`<code>${personId}</code> ${kind === "oauth" ? "by OAuth" : "by token"}`),
    "nobody has connected",
  ),
})}
${form({ action: "delete-scm-integration", label: "Delete", about: `the integration for ${host} of ${about}`, fields: { integration: id } })}
</section>
`;
}
