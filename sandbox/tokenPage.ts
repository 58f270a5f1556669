import { html } from "../pages/html.ts";
import { errorPage, page, redirect } from "./html.ts";
import { refuseForeignForm } from "./sameOrigin.ts";
import type { Token, Tokens } from "./tokens.ts";

const MINUTE = 60_000;
/** In minutes. */
const LIFETIMES: Readonly<Record<string, number>> = {
  "in 5 minutes": 5,
  "in 30 days": 43_200,
  "in 60 days": 86_400,
  "in 90 days": 129_600,
};

interface TokenPageOptions<Owner> {
  readonly title: string;
  readonly tokens: Tokens<Owner>;
  /** Who may own a token, by what the page calls them. */
  owners(): ReadonlyMap<string, Owner>;
}

/** The page where a platform shows tokens and makes new ones. Unlike the real one, it shows each token's text at any time. */
export class TokenPage<Owner> {
  readonly #options: TokenPageOptions<Owner>;

  constructor(options: TokenPageOptions<Owner>) {
    this.#options = options;
  }

  async handle(request: Request): Promise<Response> {
    if (request.method !== "POST") return this.#show();
    return refuseForeignForm(request) ?? this.#make(new URL(request.url), new URLSearchParams(await request.text()));
  }

  #make({ pathname }: URL, form: URLSearchParams): Response {
    const { title, tokens, owners } = this.#options;
    const owner = owners().get(form.get("owner") ?? "");
    const ends = form.get("ends") ?? "";
    const minutes = LIFETIMES[ends];
    if (owner === undefined || (ends !== "never" && minutes === undefined)) {
      return errorPage(title, "Choose an owner and an end from the lists.");
    }
    const expiresAt = minutes === undefined ? undefined : tokens.now() + minutes * MINUTE;
    tokens.add(owner, { readOnly: form.get("rights") === "read", expiresAt });
    return redirect(pathname, 303);
  }

  #show(): Response {
    const { title, tokens, owners } = this.#options;
    const known = [...owners()];
    const nameOf = (token: Token<Owner>) => known.find(([, owner]) => owner === token.owner)?.[0] ?? "";
    const items = tokens
      .list()
      .toReversed()
      .map((token) => html`<li><code>${token.text}</code><br>${nameOf(token)}; ${this.#rights(token)}</li>\n`);
    return page(
      title,
      html`<ul>
${items}</ul>
<h2>New token</h2>
<form method="post">
<p><label>Owner <select name="owner">${known.map(([name]) => html`<option>${name}</option>`)}</select></label></p>
<p><label>May <select name="rights"><option value="all">do everything that the owner may</option><option value="read">only read</option></select></label></p>
<p><label>Ends <select name="ends">${["never", ...Object.keys(LIFETIMES)].map((name) => html`<option>${name}</option>`)}</select></label></p>
<p><button>Make the token</button></p>
</form>`,
    );
  }

  #rights(token: Token<Owner>): string {
    const rights = token.readOnly ? "may only read" : "may do everything that the owner may";
    const used = token.lastUsedAt === undefined ? "never used" : `last used ${timeText(token.lastUsedAt)}`;
    if (token.expiresAt === undefined) return `${rights}; ${used}; never ends`;
    const ends = this.#options.tokens.hasEnded(token) ? "ended" : "ends";
    return `${rights}; ${used}; ${ends} ${timeText(token.expiresAt)}`;
  }
}

function timeText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
