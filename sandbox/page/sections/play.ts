import { type Html, html, prose } from "../../../pages/html.ts";
import { describeInjection } from "../../faults.ts";
import { placesOf } from "../../play/byHand.ts";
import { SITUATIONS, type Situation } from "../../play/situations.ts";
import type { Sandbox } from "../../types.ts";
import { form, list, select } from "../form.ts";

const GUIDE = "https://github.com/gitpod-azure-devops/gitpod-azure-devops/blob/main/docs/";

/** What goes wrong at the moment, each with a button that ends it. */
export function activeSection(sandbox: Sandbox): Html {
  const lasting = SITUATIONS.filter((situation) => situation.lasting?.isOn(sandbox)).map(
    ({ name, does }) =>
      html`${does} ${form({ action: "end-situation", label: "End it", about: name, fields: { situation: name } })}`,
  );
  const faults = sandbox.faults.active().map((injection) => {
    const text = describeInjection(injection);
    return html`Fault for ${text} ${form({ action: "end-fault", label: "Turn it off", about: text, fields: { fault: text } })}`;
  });
  const all = [...lasting, ...faults];
  return html`<h2>Going wrong now</h2>
${list(all, "Nothing that lasts. What the objects below show may still be wrong.")}
${all.length === 0 ? "" : form({ action: "end-all", label: "End all of it" })}`;
}

export function situationsSection(): Html {
  return html`<h2>Play a situation</h2>
<div class="situations">
${SITUATIONS.map(situation)}</div>`;
}

function situation({ name, does, next, sees, guide }: Situation): Html {
  return html`<details id="situation-${name}"><summary>${name}</summary>
<p>${does}</p>
${form({ action: "play", label: "Play", about: name, fields: { situation: name } })}
<p>Next: ${prose(next)}.</p>
<p>You see: ${prose(sees)}</p>
<p><a href="${GUIDE}${guide}">The guide about it</a></p>
</details>
`;
}

/** What people do in the consoles before they know of Pulumi. */
export function byHandSection(sandbox: Sandbox): Html {
  const places = placesOf(sandbox);
  const wheres = places.map(({ id, label }) => ({ value: id, text: label }));
  const hosts = [...new Set(places.flatMap((place) => place.hosts))].map((host) => ({ value: host, text: host }));
  const fields = html`${select("place", "Where", wheres)}
${select("host", "Host", hosts)}
<label>Name of the app <input name="name" value="Gitpod" required></label>
<label><input type="checkbox" name="activated" checked> an owner has activated it (Gitpod Classic)</label>`;
  return html`<h2>Make an integration by hand</h2>
<p>As in the consoles: an app registration with a service principal and a client secret, which is shown once, and an
integration with them. <a href="${GUIDE}adopting.md">The guide</a> says how a stack takes it over.</p>
${form({ action: "make-by-hand", label: "Make it" }, html`<div class="fields">${fields}</div>`)}`;
}
