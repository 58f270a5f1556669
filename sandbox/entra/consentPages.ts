import { randomUUID } from "node:crypto";
import { escapeHtml } from "../../provider-kit/escapeHtml.ts";
import { errorPage, page, redirect } from "../html.ts";
import { type SignInError, signInErrors } from "./errors.ts";
import type { Application } from "./models.ts";
import { asSignInError, PERSON, type RequestedScopes, type SignIn } from "./signIn.ts";

interface AuthorizeRequest {
  readonly application: Application;
  readonly redirectUri: string;
  readonly state: string;
  readonly scope: string;
  readonly requested: RequestedScopes;
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
    const back = { application, redirectUri, state: url.searchParams.get("state") ?? "", scope };
    try {
      if (url.searchParams.get("response_type") !== "code") throw signInErrors.missingParameter("response_type");
      if (scope === "") throw signInErrors.missingParameter("scope");
      const request = { ...back, requested: this.#signIn.requestedScopes(application, scope) };
      if (this.#signIn.isConsented(application, request.requested)) return this.#accept(request);
      const name = String(application.properties.displayName);
      if (url.searchParams.get("prompt") === "none") throw signInErrors.noConsent(application.appId, name);
      if (!this.#signIn.directory.policy.userConsent) throw signInErrors.adminConsent(name);
      return this.#form(tenant, request);
    } catch (error) {
      return this.#refuse(back, asSignInError(error));
    }
  }

  #form(tenant: string, request: AuthorizeRequest): Response {
    const context = randomUUID();
    this.#pending.set(context, request);
    const name = escapeHtml(String(request.application.properties.displayName));
    const permissions = [...request.requested].flatMap(([resource, scopes]) =>
      scopes.map((scope) => `<li>${escapeHtml(resource.displayName)}: <code>${escapeHtml(scope)}</code></li>`),
    );
    return page(
      "Permissions requested",
      `<p>Signed in as ${escapeHtml(PERSON.name)}.</p>
<p><strong>${name}</strong> would like to:</p>
<ul>
${permissions.join("\n")}
</ul>
<form method="post" action="/${encodeURIComponent(tenant)}/consent">
<input type="hidden" name="ctx" value="${context}">
<button type="submit" name="decision" value="accept">Accept</button>
<button type="submit" name="decision" value="cancel">Cancel</button>
</form>`,
    );
  }

  #accept({ application, redirectUri, state, scope }: AuthorizeRequest): Response {
    const url = new URL(redirectUri);
    url.searchParams.set("code", this.#signIn.issueCode(application.appId, redirectUri, scope));
    url.searchParams.set("state", state);
    return redirect(url);
  }

  #refuse({ redirectUri, state }: Pick<AuthorizeRequest, "redirectUri" | "state">, refusal: SignInError): Response {
    const url = new URL(redirectUri);
    url.searchParams.set("error", refusal.error);
    if (refusal.error === "access_denied") url.searchParams.set("error_subcode", "cancel");
    url.searchParams.set("error_description", this.#describe(refusal));
    url.searchParams.set("state", state);
    return redirect(url);
  }

  #describe(refusal: SignInError): string {
    return String(refusal.toJson(this.#signIn.directory.now()).error_description);
  }
}
