import { type Html, html, prose } from "../../pages/html.ts";
import type { Finding, Report, StackStatus } from "./model.ts";
import { STYLE } from "./pageStyle.ts";
import { HEADINGS, plain, type Row, rowsOf, summary, type Word } from "./rows.ts";

const TITLE = "Status of the Azure DevOps integrations";

/** The report as a page without scripts, for which a browser fetches nothing else. {@link html} escapes all data. */
export function page(report: Report): string {
  const outcome = summary(report);
  const written = new Date(report.readAt).toISOString();
  const head = html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${TITLE}</title>`;
  const body = html`<main>
<h1>${TITLE}</h1>
<p class="${outcome.tone}">${outcome.text}</p>
<p class="muted">Read on <time datetime="${written}">${written.slice(0, 16).replace("T", " ")} UTC</time>${
    report.asked ? "" : " from the state, without asking Entra or Gitpod"
  }.</p>
${tableOf(report)}
${section("What needs a person", report, (finding) => finding.needsPerson)}
${section("What the next deployment does", report, (finding) => !finding.needsPerson)}
</main>`;
  return `<!DOCTYPE html>\n<html lang="en">\n<head>\n${head.markup}\n<style>${STYLE}</style>\n</head>\n<body>\n${body.markup}\n</body>\n</html>\n`;
}

// On a phone the styles turn rows into cards. Without explicit roles, browsers then no longer see a table.
function tableOf({ stacks, asked }: Report): Html {
  const headings = Object.values(HEADINGS).map(
    (heading) => html`<th scope="col" role="columnheader">${heading}</th>\n`,
  );
  return html`<table role="table">
<caption role="caption">The integrations of all stacks that were read</caption>
<thead role="rowgroup">
<tr role="row">
${headings}</tr>
</thead>
<tbody role="rowgroup">
${stacks.map((status) => [...rowsOf(status, asked).map(rowOf), errorOf(status)])}</tbody>
</table>`;
}

function rowOf(row: Row): Html {
  const { stack, secret, ...words } = row;
  const cells = { ...words, secret: html`${meter(secret)}${toned(secret)}` };
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

function section(title: string, { stacks }: Report, wanted: (finding: Finding) => boolean): Html {
  const items = stacks.flatMap(({ stack, findings }) =>
    findings
      .filter(wanted)
      .map(
        (finding) =>
          html`<li><strong>${plain(stack)}</strong>: ${prose(plain(finding.message))}${link(finding)}</li>\n`,
      ),
  );
  return items.length === 0 ? html`` : html`<section>\n<h2>${title}</h2>\n<ul>\n${items}</ul>\n</section>`;
}

/** The URL comes from the state, so check that it is a web page. */
function link({ url = "" }: Finding): Html {
  return /^https?:\/\//.test(url) ? html` <a href="${url}">Activation page</a>` : html``;
}
