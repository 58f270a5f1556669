import { document, type Html, html } from "../pages/html.ts";
import { BASE_STYLE } from "../pages/style.ts";

/** The look of all pages of the sandbox. */
export const STYLE = `${BASE_STYLE}
main{max-width:40rem;margin:2rem auto}
button,input,select{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--muted);border-radius:.3rem;padding:.3rem .6rem;max-width:100%}
button{background:var(--raised);cursor:pointer;margin:.15rem .3rem .15rem 0}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
code,td,li,dd{overflow-wrap:anywhere}
`;

/** A plain page. The title is text. */
export function page(title: string, content: Html, status = 200): Response {
  const head = html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${title}</title>`;
  const body = html`<main>
<h1>${title}</h1>
${content}
</main>`;
  return new Response(document(head, STYLE, body), {
    status,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}

/** A page with an error, marked up so that {@link approve} finds it. */
export function errorPage(title: string, message: string, status = 400): Response {
  return page(title, html`<p role="alert">${message}</p>`, status);
}

export function notFoundPage(): Response {
  return page("Not found", html`<p>There is no such page.</p>`, 404);
}

/** @param status 303 after a form, so that the browser opens the page with GET */
export function redirect(url: URL | string, status: 302 | 303 = 302): Response {
  return new Response(null, { status, headers: { location: String(url), "cache-control": "no-store" } });
}

/** A form that the browser submits as soon as it is loaded. */
export function submittedForm(title: string, action: string, fields: Readonly<Record<string, string>>): Response {
  return page(
    title,
    html`<form method="post" action="${action}">
${hiddenFields(fields)}<noscript><button>Continue</button></noscript>
</form>
<script>document.forms[0].submit()</script>`,
  );
}

export function hiddenFields(fields: Readonly<Record<string, string>>): Html[] {
  return Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`);
}
