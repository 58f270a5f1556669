import { type Html, html, prose } from "../../../pages/html.ts";
import { plain } from "../../shared/text.ts";
import type { Finding, Report } from "../model.ts";
import { type Group, groupsOf, type StackFinding } from "../who.ts";

/** What is to do, by who has to do it. */
export function needsOf(report: Report): Html {
  const groups = groupsOf(report);
  if (groups.length === 0) return html``;
  return html`<section aria-labelledby="needs">
<h2 id="needs">What needs whom</h2>
<div class="groups">
${groups.map(groupOf)}</div>
</section>`;
}

function groupOf({ heading, findings }: Group): Html {
  return html`<section>
<h3>${plain(heading)}</h3>
<ul>
${findings.map(itemOf)}</ul>
</section>
`;
}

function itemOf(finding: StackFinding): Html {
  return html`<li><strong>${plain(finding.stack)}</strong>: ${prose(plain(finding.message))}${link(finding)}</li>\n`;
}

/** The URL comes from the state, so check that it is a web page. */
function link({ url = "" }: Finding): Html {
  return /^https?:\/\//.test(url) ? html` <a href="${url}">Activation page</a>` : html``;
}
