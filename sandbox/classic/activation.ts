import { randomUUID } from "node:crypto";
import { html } from "../../pages/html.ts";
import { CLASSIC } from "../../platforms/classic.ts";
import { errorPage, page, redirect } from "../html.ts";
import { requestTokens } from "../requestTokens.ts";
import type { Installation } from "./installation.ts";
import type { StoredIntegration } from "./integrations.ts";

interface Pending {
  readonly integration: StoredIntegration;
  readonly returnTo: string;
  readonly scope: string;
}

const RETURN_PATHS = /^\/(complete-auth|settings|user-settings|workspaces)?(\/|$)/;
const TITLE = "Gitpod could not connect";

/** The pages that activate an integration. Every visitor counts as signed in, as the installation's `visitor`. */
export class Activation {
  readonly #installation: Installation;
  readonly #origin: () => string;
  readonly #pending = new Map<string, Pending>();

  constructor(installation: Installation, origin: () => string) {
    this.#installation = installation;
    this.#origin = origin;
  }

  /** `/api/authorize`: redirects to the integration's authorization endpoint. */
  authorize(url: URL): Response {
    const returnTo = url.searchParams.get("returnTo") ?? "";
    const host = url.searchParams.get("host") ?? "";
    if (returnTo === "" || host === "") return errorPage(TITLE, "Bad request: missing parameters.");
    if (!this.#mayReturnTo(returnTo)) return errorPage(TITLE, "Bad request: returnTo is not allowed.");
    const integration = this.#installation.findForHost(host);
    if (integration === undefined) {
      return errorPage(TITLE, `Bad request: missing parameters. There is no Git provider for "${host}".`);
    }
    if (!integration.verified && !this.#installation.mayActivate(integration.organizationId)) {
      return errorPage(TITLE, `Authorization with "${host}" is not permitted.`, 403);
    }
    const wanted = (url.searchParams.get("scopes") ?? "").split(",").filter((scope) => scope.trim() !== "");
    const scope = (wanted.length > 0 ? wanted : CLASSIC.scopes).map((each) => each.trim()).join(" ");
    return this.#start({ integration, returnTo, scope });
  }

  /** `/auth/callback`: exchanges the code and marks the integration as verified. */
  async callback(url: URL): Promise<Response> {
    const state = url.searchParams.get("state") ?? "";
    const pending = this.#pending.get(state);
    if (pending === undefined) return errorPage(TITLE, "Bad request: the sign-in is unknown or was already used.");
    this.#pending.delete(state);
    const error = url.searchParams.get("error");
    if (error !== null) return errorPage(TITLE, url.searchParams.get("error_description") ?? error);
    const problem = await this.#exchange(pending, url.searchParams.get("code") ?? "");
    if (problem !== undefined) return errorPage(TITLE, problem);
    this.#verify(pending.integration);
    return redirect(pending.returnTo);
  }

  complete(url: URL): Response {
    const success = (url.searchParams.get("message") ?? "").startsWith("success");
    if (!success) return errorPage(TITLE, "The connection was not made.");
    return page("Connected", html`<p>Gitpod is connected to the Git provider. You may close this page.</p>`);
  }

  #start(pending: Pending): Response {
    const { integration, scope } = pending;
    const state = randomUUID();
    this.#pending.set(state, pending);
    const url = new URL(integration.authorizationUrl);
    url.searchParams.set("client_id", integration.clientId);
    url.searchParams.set("redirect_uri", this.#redirectUri);
    url.searchParams.set("response_type", "code");
    url.searchParams.set("scope", scope);
    url.searchParams.set("state", state);
    return redirect(url);
  }

  /** The error of Entra, with its description where it has one, or of Azure DevOps; undefined on success. */
  async #exchange({ integration, scope }: Pending, code: string): Promise<string | undefined> {
    const answer = await requestTokens(integration.tokenUrl, {
      grant_type: "authorization_code",
      code,
      redirect_uri: this.#redirectUri,
      client_id: integration.clientId,
      client_secret: integration.clientSecret,
      scope,
    });
    if (typeof answer === "string") return answer;
    return this.#installation.azureDevOps.refusal(this.#installation.visitor.name);
  }

  /** An integration that changed while the person consented stays unverified. */
  #verify({ id, changedAt }: StoredIntegration): void {
    const { integrations } = this.#installation;
    if (integrations.get(id)?.changedAt === changedAt) integrations.modify(id, { verified: true });
  }

  get #redirectUri(): string {
    return `${this.#origin()}/auth/callback`;
  }

  #mayReturnTo(returnTo: string): boolean {
    const url = URL.canParse(returnTo) ? new URL(returnTo) : undefined;
    return url?.origin === this.#origin() && RETURN_PATHS.test(url.pathname);
  }
}
