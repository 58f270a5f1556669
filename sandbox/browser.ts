/** Where a person who opened an activation link ended up. */
export interface Visit {
  readonly ok: boolean;
  /** The heading of the last page, or its error. */
  readonly message: string;
  readonly url: string;
  /** The permissions on the consent page; empty when none was shown. */
  readonly permissions: readonly string[];
}

type Page = Awaited<ReturnType<typeof open>>;

/** Does what an organization owner does in the browser: opens the activation link and answers the consent page. */
export async function approve(activationUrl: string, options: { readonly accept?: boolean } = {}): Promise<Visit> {
  const first = await open(activationUrl);
  const decision = (options.accept ?? true) ? "accept" : "cancel";
  let last = first;
  for (let form = parseForm(last); form !== undefined; form = parseForm(last)) {
    if (last.html.includes('name="decision"')) form.fields.set("decision", decision);
    last = await open(form.action, { method: "POST", body: form.fields });
  }
  return toVisit(last, permissionsOf(first));
}

/** Opens a page and follows redirects, with GET. */
async function open(url: string, init: RequestInit = {}) {
  const response = await fetch(url, init);
  return { url: response.url, status: response.status, html: await response.text() };
}

function parseForm({ html, url }: Page): { action: string; fields: URLSearchParams } | undefined {
  const form = /<form\b[^>]*\baction="([^"]*)"[^>]*>([\s\S]*?)<\/form>/.exec(html);
  if (form === null) return undefined;
  const fields = new URLSearchParams();
  for (const [input] of (form[2] as string).matchAll(/<input\b[^>]*>/g)) {
    fields.set(attribute(input, "name"), attribute(input, "value"));
  }
  return { action: new URL(unescapeHtml(form[1] as string), url).href, fields };
}

function toVisit({ url, status, html }: Page, permissions: readonly string[]): Visit {
  const alert = /<p role="alert">([\s\S]*?)<\/p>/.exec(html)?.[1];
  const heading = /<h1>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? "";
  const ok = status === 200 && alert === undefined && new URL(url).pathname === "/complete-auth";
  return { ok, message: unescapeHtml(alert ?? heading), url, permissions };
}

function permissionsOf({ html }: Page): string[] {
  return [...html.matchAll(/<li>[\s\S]*?<code>([\s\S]*?)<\/code><\/li>/g)].map(([, name]) =>
    unescapeHtml(name as string),
  );
}

function attribute(tag: string, name: string): string {
  return unescapeHtml(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
}

function unescapeHtml(text: string): string {
  const plain: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => plain[name] as string);
}
