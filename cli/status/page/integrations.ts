import { type Html, html } from "../../../pages/html.ts";
import { plain } from "../../shared/text.ts";
import type { Report, StackStatus } from "../model.ts";
import { HEADINGS, type Row, rowsOf, type Word } from "../rows.ts";

// On a phone the styles turn rows into cards. Without explicit roles, browsers then no longer see a table.
export function integrationsOf({ stacks, asked }: Report): Html {
  const headings = Object.values(HEADINGS).map(
    (heading) => html`<th scope="col" role="columnheader">${heading}</th>\n`,
  );
  return html`<section aria-labelledby="integrations">
<h2 id="integrations">Integrations</h2>
<table role="table" aria-labelledby="integrations">
<thead role="rowgroup">
<tr role="row">
${headings}</tr>
</thead>
<tbody role="rowgroup">
${stacks.map((status) => [...rowsOf(status, asked).map(rowOf), errorOf(status)])}</tbody>
</table>
</section>`;
}

function rowOf(row: Row): Html {
  const { stack, secret, place, ...words } = row;
  const cells = { ...words, secret: html`${meter(secret)}${toned(secret)}`, place: placeOf(place) };
  const keys = (Object.keys(HEADINGS) as (keyof Row)[]).filter((key) => key !== "stack");
  const inOrder = keys.map((key) => {
    const cell: string | Word | Html = cells[key];
    const shown = typeof cell === "string" || !("text" in cell) ? cell : toned(cell);
    return html`<td role="cell" data-heading="${HEADINGS[key]}"><span>${shown}</span></td>\n`;
  });
  return html`<tr role="row">
<th scope="row" role="rowheader" data-heading="${HEADINGS.stack}"><span>${stack}</span></th>
${inOrder}</tr>
`;
}

function placeOf({ name, id }: Row["place"]): Html {
  return name === undefined ? html`${id}` : html`<b>${name}</b> <span class="muted">${id}</span>`;
}

function toned({ text, tone }: Word): Html {
  return tone === "neutral" ? html`${text}` : html`<span class="${tone}">${text}</span>`;
}

function meter({ share, text }: Row["secret"]): Html {
  if (share === undefined) return html``;
  return html`<meter min="0" max="1" value="${share.toFixed(3)}" aria-label="Share of the secret's lifetime that is left">${text}</meter>`;
}

function errorOf({ stack, error }: StackStatus): Html {
  if (error === undefined) return html``;
  const columns = Object.keys(HEADINGS).length;
  return html`<tr role="row" class="error">
<td role="cell" colspan="${columns}"><span class="bad">Error:</span> ${plain(stack)}: ${plain(error)}</td>
</tr>
`;
}
