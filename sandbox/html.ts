import { escapeHtml } from "../provider-kit/escapeHtml.ts";

/** A plain page. `content` is HTML, the title is text. */
export function page(title: string, content: string, status = 200): Response {
  const html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.4rem 1rem;margin-right:.5rem}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${content}
</main>
</body>
</html>
`;
  return new Response(html, {
    status,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}

/** A page with an error, marked up so that {@link approve} finds it. */
export function errorPage(title: string, message: string, status = 400): Response {
  return page(title, `<p role="alert">${escapeHtml(message)}</p>`, status);
}

export function redirect(url: URL | string): Response {
  return new Response(null, { status: 302, headers: { location: String(url), "cache-control": "no-store" } });
}

/** A form that the browser submits as soon as it is loaded. */
export function submittedForm(title: string, action: string, fields: Readonly<Record<string, string>>): Response {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return page(
    title,
    `<form method="post" action="${escapeHtml(action)}">
${inputs.join("\n")}
<noscript><button>Continue</button></noscript>
</form>
<script>document.forms[0].submit()</script>`,
  );
}
