import { document, type Html, html } from "../../pages/html.ts";
import type { Report } from "./model.ts";
import { integrationsOf } from "./page/integrations.ts";
import { needsOf } from "./page/needs.ts";
import { sign } from "./page/shapes.ts";
import { STYLE } from "./page/style.ts";
import { timeLineOf } from "./page/timeLine.ts";
import { summary } from "./rows.ts";

const TITLE = "Status of the Azure DevOps integrations";

/**
 * The report as a page without scripts, for which a browser fetches nothing else. {@link html} escapes all data.
 *
 * @param reload milliseconds after which the browser loads the page again; undefined: never
 */
export function page(report: Report, reload?: number): string {
  const head = html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
${reload === undefined ? html`` : html`<meta http-equiv="refresh" content="${Math.round(reload / 1000)}">\n`}<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${TITLE}</title>`;
  const body = html`<header>
<h1>${TITLE}</h1>
${outcome(report)}
${readOn(report, reload)}
</header>
<main>
${needsOf(report)}
${timeLineOf(report)}
${integrationsOf(report)}
</main>`;
  return document(head, STYLE, body);
}

/** The first sentence can be read across a room, by its number, its word, its colour and its shape. */
function outcome(report: Report): Html {
  const sentences = summary(report).map(
    ({ start, rest, tone }, index) =>
      html`<p class="outcome ${tone}">${index === 0 ? sign(tone) : ""}<strong>${start}</strong> ${rest}</p>\n`,
  );
  return html`${sentences}`;
}

const DATE = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: "UTC" });

/** Large, because only the date tells a page that nobody has written anew for weeks. */
function readOn({ readAt, asked }: Report, reload: number | undefined): Html {
  const written = new Date(readAt).toISOString();
  const how = asked ? "" : " from the state, without asking Entra or the platform";
  const again =
    reload === undefined
      ? html``
      : html` <span class="muted">This page reloads by itself. If the time stays the same, nothing writes it any more.</span>`;
  return html`<p class="read">Read on <time datetime="${written}">${DATE.format(readAt)}, ${written.slice(11, 16)} UTC</time>${how}.${again}</p>`;
}
