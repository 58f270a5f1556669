import { randomUUID } from "node:crypto";
import { html } from "../../pages/html.ts";
import { errorPage, page, redirect, submittedForm } from "../html.ts";
import { type SignInError, signInErrors } from "./errors.ts";
import type { Application } from "./models.ts";
import { asSignInError, PERSON, type RequestedScopes, type SignIn } from "./signIn.ts";

/** Where the answer goes, and how: as a form, or in the query of the redirect URI. */
interface Back {
  readonly redirectUri: string;
  readonly state: string;
  readonly formPost: boolean;
}

interface AuthorizeRequest extends Back {
  readonly application: Application;
  readonly scope: string;
  readonly requested: RequestedScopes;
  /** Issued with the code where the app asks for both. */
  readonly idToken: string | undefined;
}

/** The `authorize` endpoint: the page where a person consents to the permissions an app asks for. */
export class ConsentPages {
  readonly #signIn: SignIn;
  readonly #pending = new Map<string, AuthorizeRequest>();

  constructor(signIn: SignIn) {
    this.#signIn = signIn;
  }

  /** Shows errors of app and redirect URI on a page; sends all others back to the app. */
  authorize(tenant: string, url: URL): Response {
    const parameter = (name: string) => url.searchParams.get(name) ?? "";
    try {
      this.#signIn.checkTenant(tenant);
      const clientId = parameter("client_id");
      if (clientId === "") throw signInErrors.missingParameter("client_id");
      const application = this.#signIn.application(clientId);
      const redirectUri = parameter("redirect_uri");
      this.#signIn.checkRedirectUri(application, redirectUri);
      return this.#ask(tenant, application, redirectUri, url);
    } catch (error) {
      const refusal = asSignInError(error);
      return errorPage("Sign in", `Sorry, but we're having trouble signing you in. ${this.#describe(refusal)}`, 400);
    }
  }

  /** Handles the consent form. */
  decide(form: URLSearchParams): Response {
    const context = form.get("ctx") ?? "";
    const pending = this.#pending.get(context);
    if (pending === undefined) return errorPage("Sign in", "This page is no longer valid. Start again at the app.");
    this.#pending.delete(context);
    if (form.get("decision") !== "accept") return this.#refuse(pending, signInErrors.declined());
    this.#signIn.consent(pending.application, pending.requested);
    return this.#accept(pending);
  }

  #ask(tenant: string, application: Application, redirectUri: string, url: URL): Response {
    const scope = url.searchParams.get("scope") ?? "";
    const formPost = url.searchParams.get("response_mode") === "form_post";
    const back = { redirectUri, state: url.searchParams.get("state") ?? "", formPost };
    try {
      const idToken = this.#idToken(application, url, formPost);
      if (scope === "") throw signInErrors.missingParameter("scope");
      const requested = this.#signIn.requestedScopes(application, scope);
      const request = { ...back, application, scope, requested, idToken };
      if (this.#signIn.isConsented(application, request.requested)) return this.#accept(request);
      const name = String(application.properties.displayName);
      if (url.searchParams.get("prompt") === "none") throw signInErrors.noConsent(application.appId, name);
      if (!this.#signIn.directory.policy.userConsent) throw signInErrors.adminConsent(name);
      return this.#form(tenant, request);
    } catch (error) {
      return this.#refuse(back, asSignInError(error));
    }
  }

  /** Undefined if the app asks for a code only. */
  #idToken(application: Application, { origin, searchParams }: URL, formPost: boolean): string | undefined {
    const responseType = searchParams.get("response_type");
    if (responseType === "code") return undefined;
    if (responseType !== "code id_token") throw signInErrors.missingParameter("response_type");
    this.#signIn.checkIdTokens(application);
    if (!formPost) throw signInErrors.responseMode(searchParams.get("response_mode") ?? "query");
    const nonce = searchParams.get("nonce") ?? "";
    if (nonce === "") throw signInErrors.missingParameter("nonce");
    return this.#signIn.idToken(application, origin, nonce);
  }

  #form(tenant: string, request: AuthorizeRequest): Response {
    const context = randomUUID();
    this.#pending.set(context, request);
    const permissions = [...request.requested].flatMap(([resource, scopes]) =>
      scopes.map((scope) => html`<li>${resource.displayName}: <code>${scope}</code></li>\n`),
    );
    return page(
      "Permissions requested",
      html`<p>Signed in as ${PERSON.name}.</p>
<p><strong>${String(request.application.properties.displayName)}</strong> would like to:</p>
<ul>
${permissions}</ul>
<form method="post" action="/${encodeURIComponent(tenant)}/consent">
<input type="hidden" name="ctx" value="${context}">
<button type="submit" name="decision" value="accept">Accept</button>
<button type="submit" name="decision" value="cancel">Cancel</button>
</form>`,
    );
  }

  #accept({ application, scope, idToken, ...back }: AuthorizeRequest): Response {
    const code = this.#signIn.issueCode(application.appId, back.redirectUri, scope);
    return sendBack(back, { code, ...(idToken === undefined ? {} : { id_token: idToken }) });
  }

  #refuse(back: Back, refusal: SignInError): Response {
    const subcode = refusal.error === "access_denied" ? { error_subcode: "cancel" } : {};
    return sendBack(back, { error: refusal.error, ...subcode, error_description: this.#describe(refusal) });
  }

  #describe(refusal: SignInError): string {
    return String(refusal.toJson(this.#signIn.directory.now()).error_description);
  }
}

function sendBack({ redirectUri, state, formPost }: Back, answer: Record<string, string>): Response {
  if (formPost) return submittedForm("Signing in", redirectUri, { ...answer, state });
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries({ ...answer, state })) url.searchParams.set(name, value);
  return redirect(url);
}
