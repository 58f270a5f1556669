import { document, type Html, html, prose } from "../../pages/html.ts";
import { STYLE } from "../html.ts";
import { PLATFORMS } from "../platforms.ts";
import type { Sandbox } from "../types.ts";
import type { Notice } from "./action.ts";
import { callsSection } from "./sections/calls.ts";
import { entraSection } from "./sections/entra.ts";
import { activeSection, byHandSection, situationsSection } from "./sections/play.ts";
import { PAGE_STYLE } from "./style.ts";

interface Section {
  readonly id: string;
  readonly name: string;
  /** The script replaces it when something has changed. */
  readonly live: boolean;
  content(sandbox: Sandbox): Html;
}

const PLAY: readonly Section[] = [
  { id: "now", name: "Going wrong now", live: true, content: activeSection },
  { id: "situations", name: "Situations", live: false, content: situationsSection },
  { id: "by-hand", name: "By hand", live: false, content: byHandSection },
];

/** Side by side where there is room. */
const CLOUDS: readonly Section[] = [
  { id: "entra", name: "Entra", live: true, content: entraSection },
  ...PLATFORMS.map(({ name, displayName, section }) => ({ id: name, name: displayName, live: true, content: section })),
];

const CALLS: readonly Section[] = [{ id: "calls", name: "Calls", live: true, content: callsSection }];

/** Both clouds' objects, all calls, and what a person may change. It works without its script too. */
export function sandboxPage(sandbox: Sandbox, notice: Notice | undefined): string {
  const head = html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox</title>
<script src="/live.js" defer></script>`;
  const shown = (sections: readonly Section[]) => sections.map((section) => sectionOf(sandbox, section));
  const links = [...PLAY, ...CLOUDS, ...CALLS].map(({ id, name }) => html`<a href="#${id}">${name}</a>\n`);
  const body = html`<main>
<h1>Sandbox</h1>
${notice === undefined ? "" : noticeOf(notice)}
<p>Gitpod Classic, Ona and Microsoft Entra ID on this machine. Nothing here reaches a real cloud.
<span id="live" role="status">Reload the page to see what has changed.</span></p>
<nav aria-label="Sections">${links}</nav>
${shown(PLAY)}<div class="clouds">
${shown(CLOUDS)}</div>
${shown(CALLS)}</main>`;
  return document(head, `${STYLE}${PAGE_STYLE}`, body);
}

function sectionOf(sandbox: Sandbox, { id, live, content }: Section): Html {
  return html`<section id="${id}"${live ? html` data-live` : ""}>${content(sandbox)}</section>\n`;
}

function noticeOf({ text, secret, failed }: Notice): Html {
  return html`<div id="notice" class="notice" role="${failed ? "alert" : "status"}">
<p class="${failed ? "bad" : "good"}">${prose(text)}</p>
${secret === undefined ? "" : html`<p>Client secret, shown only this once: <code>${secret}</code></p>`}
</div>`;
}
