import { type Html, html } from "../../../pages/html.ts";
import type { JournalEntry } from "../../journal.ts";
import type { Sandbox } from "../../types.ts";

const SHOWN = 60;

/** The latest calls, the newest first. */
export function callsSection({ journal }: Sandbox): Html {
  const all = journal.entries();
  const shown = all.slice(-SHOWN).toReversed();
  return html`<h2>Calls</h2>
<p class="muted">${all.length === 0 ? "None yet." : `${all.length}, the newest first.`}</p>
<ol class="calls" reversed start="${all.length}">
${shown.map(call)}</ol>`;
}

function call({ at, cloud, operation, status, fault, host, id }: JournalEntry): Html {
  const time = new Date(at).toISOString();
  const failed = status === undefined || status >= 400;
  return html`<li><time datetime="${time}">${time.slice(11, 19)}</time> ${cloud} <span class="${failed ? "bad" : "good"}">${
    status ?? "cut"
  }</span> <code>${operation}</code> ${host ?? ""} ${id ?? ""}${fault === undefined ? "" : html` <em>(${fault})</em>`}</li>
`;
}
