/**
 * Takes the pictures of the README and the docs, light and dark: the comment on a pull request, from the golden file of an engine
 * test, the status page, from a report with one integration of each kind, and the sandbox's page, with what was made by hand.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { page as statusPage } from "../cli/status/page.ts";
import { Html, html } from "../pages/html.ts";
import { sandboxPage } from "../sandbox/page/page.ts";
import { placesOf } from "../sandbox/play/byHand.ts";
import { setLag } from "../sandbox/play/effects.ts";
import { startPlayground } from "../sandbox/playground.ts";
import { findChromium, startChromium } from "../test/browser/chromium.ts";
import {
  clouds,
  drifted,
  ORGANIZATION,
  reading,
  reportOf,
  secretWithLeft,
  stored,
  storedOnOna,
} from "../test/cli/status/support/readings.ts";

const COMMENT = new URL("../test/engine/golden/pipeline/rotation.md", import.meta.url);
const PICTURES = fileURLToPath(new URL("../docs/pictures", import.meta.url));

const COMMENT_STYLE = `
:root{color-scheme:light dark;--ground:#fff;--text:#1f2328;--muted:#59636e;--line:#d1d9e0;--raised:#f6f8fa;--code:#818b981f;--added:#dafbe1;--removed:#ffebe9;--changed:#ddf4ff}
@media(prefers-color-scheme:dark){:root{--ground:#0d1117;--text:#f0f6fc;--muted:#9198a1;--line:#3d444d;--raised:#151b23;--code:#656c7633;--added:#2ea04326;--removed:#f8514926;--changed:#388bfd33}}
*{box-sizing:border-box}
body{margin:0;padding:12px;font:14px/1.5 system-ui,sans-serif;color:var(--text);background:var(--ground)}
article{border:1px solid var(--line);border-radius:6px;overflow:hidden}
header{padding:8px 16px;color:var(--muted);background:var(--raised);border-bottom:1px solid var(--line)}
header b{color:var(--text)}
main{padding:16px}
h2{margin:0 0 12px;padding-bottom:6px;font-size:20px;border-bottom:1px solid var(--line)}
ul{margin:0 0 12px;padding-left:24px}
p{margin:0 0 12px}
table{border-collapse:collapse;margin:0 0 12px}
th,td{padding:5px 12px;border:1px solid var(--line);text-align:left}
code{font:12px/1.45 ui-monospace,monospace;padding:.2em .4em;border-radius:6px;background:var(--code)}
pre{margin:0 0 12px;padding:12px;border-radius:6px;background:var(--raised);white-space:pre-wrap}
pre code{padding:0;background:none}
pre span{display:block}
details pre{margin:8px 0 0}
.added{background:var(--added)}
.removed{background:var(--removed)}
.changed{background:var(--changed)}
`;
const DIFF_CLASSES: Readonly<Record<string, string>> = { "+": "added", "-": "removed", "@": "changed" };

const chromium = findChromium();
if (chromium === undefined) throw new Error("There is no Chromium. Install one, or name it in CHROMIUM_PATH.");
const browser = await startChromium(chromium);
await takePictures("comment", 760, commentPage(readFileSync(COMMENT, "utf8")));
await takePictures("status", 1280, statusPage(sampleReport()));
await takePictures("sandbox", 1280, await pageOfSandbox());
await browser.close();

async function takePictures(name: string, width: number, content: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 100 } });
    await page.setContent(content);
    await page.screenshot({ path: `${PICTURES}/${name}-${colorScheme}.png`, fullPage: true });
    await page.close();
  }
}

function sampleReport() {
  const organization = (digit: number) => ORGANIZATION.replace(/.$/, String(digit));
  const acme = stored({ placeName: "Acme", secret: secretWithLeft(140, 120) });
  const due = stored({ place: organization(2), placeName: "Globex", secret: secretWithLeft(20, 150) });
  const ending = stored({ place: organization(3), placeName: "Initech", verified: false, secret: secretWithLeft(12) });
  return reportOf([
    reading({ stack: "acme", integrations: [acme] }),
    reading({ stack: "globex", integrations: [due], clouds: clouds({ [due.name]: true }, drifted()) }),
    reading({ stack: "initech", integrations: [ending] }),
    reading({ stack: "ona", integrations: [storedOnOna({ placeName: "Acme AWS" })] }),
  ]);
}

async function pageOfSandbox(): Promise<string> {
  const sandbox = await startPlayground({});
  const wanted = { appName: "Gitpod", host: "dev.azure.com", activated: true };
  const [acme] = placesOf(sandbox);
  await acme?.make(wanted);
  setLag(sandbox, 12);
  await fetch(`${sandbox.gitpod.origin}/user/tokens`);
  const html = sandboxPage(sandbox, undefined);
  await sandbox.close();
  return html;
}

/** The comment as GitHub shows it, with the full difference unfolded. */
function commentPage(markdown: string): string {
  // Only the tests have their plugins on PATH, and are warned of it.
  const shown = markdown.replaceAll(/^using pulumi-.*\n\n?/gm, "");
  const body = html`<article><header><b>github-actions</b> commented</header><main>${blocks(shown)}</main></article>`;
  return `<!DOCTYPE html><meta charset="utf-8"><style>${COMMENT_STYLE}</style>${body.markup}`;
}

/** Renders the Markdown that our comments use. */
function blocks(markdown: string): Html[] {
  const parts = markdown.split(/^```(\w+)\n(.*?)\n```$/ms);
  return parts.flatMap((part, index) => {
    if (index % 3 === 0) return part.split("\n\n").map((text) => block(text.trim().split("\n")));
    if (index % 3 === 1) return [];
    return html`<pre><code>${parts[index - 1] === "diff" ? part.split("\n").map(diffLine) : part}</code></pre>`;
  });
}

function block(lines: readonly string[]): Html {
  const [first = ""] = lines;
  if (first.startsWith("<!--")) return block(lines.slice(1));
  if (first.startsWith("<")) return new Html(lines.join("\n").replace("<details>", "<details open>"));
  if (first.startsWith("## ")) return html`<h2>${inline(first.slice(3))}</h2>`;
  if (first.startsWith("- ")) return html`<ul>${lines.map((line) => html`<li>${inline(line.slice(2))}</li>`)}</ul>`;
  if (!first.startsWith("|")) return html`<p>${inline(lines.join(" "))}</p>`;
  const rows = lines.map((line) => line.split("|").slice(1, -1).map(inline));
  const [heading = [], , ...body] = rows;
  return html`<table><tr>${heading.map((cell) => html`<th>${cell}</th>`)}</tr>
${body.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</table>`;
}

function inline(text: string): Html[] {
  return text.split("**").map((part, index) => (index % 2 === 1 ? html`<b>${code(part)}</b>` : html`${code(part)}`));
}

function code(text: string): Html[] {
  return text.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}

function diffLine(line: string): Html {
  return html`<span class="${DIFF_CLASSES[line.charAt(0)] ?? ""}">${line}</span>`;
}
