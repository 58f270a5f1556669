import { randomUUID } from "node:crypto";
import { errorPage, page, redirect } from "../html.ts";
import { requestTokens } from "../requestTokens.ts";
import { jsonFields } from "../rpc.ts";
import { discover } from "./discovery.ts";
import type { Organization } from "./organization.ts";
import type { StoredScmIntegration } from "./scmIntegrations.ts";

interface Pending {
  readonly integration: StoredScmIntegration;
  readonly redirectUri: string;
  readonly nonce: string;
  readonly tokenUrl: string;
}

const TITLE = "Ona could not connect";
const AZURE_DEVOPS = "https://app.vssps.visualstudio.com";
const SCOPE = `openid offline_access ${AZURE_DEVOPS}/vso.code ${AZURE_DEVOPS}/vso.code_write`;

/** The pages by which a person connects with the app of an integration. Every visitor counts as the token's owner. */
export class SignInPages {
  readonly #organization: Organization;
  readonly #origin: () => string;
  readonly #pending = new Map<string, Pending>();

  constructor(organization: Organization, origin: () => string) {
    this.#organization = organization;
    this.#origin = origin;
  }

  /** The link that CheckAuthenticationForHost returns. */
  connectUrl(runnerId: string, host: string): string {
    const url = new URL(`/runners/${runnerId}/oauth/authorize`, this.#origin());
    url.searchParams.set("host", host);
    return url.href;
  }

  /** Redirects to the authorization endpoint of the integration's issuer. */
  async authorize(runnerId: string, host: string): Promise<Response> {
    const integration = this.#organization.integrations
      .list(runnerId)
      .find((each) => each.oauth !== undefined && each.host.toLowerCase() === host.toLowerCase());
    const runner = this.#organization.runners.get(runnerId);
    if (runner === undefined || integration?.oauth === undefined) {
      return errorPage(TITLE, `The runner has no integration with OAuth for "${host}".`, 404);
    }
    const issuer = await discover(integration.oauth.issuerUrl);
    if (typeof issuer === "string") return errorPage(TITLE, issuer);
    const [state, nonce] = [randomUUID(), randomUUID()];
    const redirectUri = runner.callbackUrl;
    this.#pending.set(state, { integration, redirectUri, nonce, tokenUrl: issuer.token_endpoint });
    const url = new URL(issuer.authorization_endpoint);
    url.searchParams.set("client_id", integration.oauth.clientId);
    url.searchParams.set("redirect_uri", redirectUri);
    url.searchParams.set("response_type", "code id_token");
    url.searchParams.set("response_mode", "form_post");
    url.searchParams.set("scope", SCOPE);
    url.searchParams.set("state", state);
    url.searchParams.set("nonce", nonce);
    return redirect(url);
  }

  /** The runner's redirect URI: exchanges the code and keeps the sign-in. */
  async callback(answer: URLSearchParams): Promise<Response> {
    const state = answer.get("state") ?? "";
    const pending = this.#pending.get(state);
    this.#pending.delete(state);
    if (pending === undefined) return errorPage(TITLE, "The sign-in is unknown or was already used.");
    const error = answer.get("error");
    if (error !== null) return errorPage(TITLE, answer.get("error_description") ?? error);
    if (nonceIn(answer.get("id_token") ?? "") !== pending.nonce) return errorPage(TITLE, "The ID token is missing.");
    const problem = await this.#exchange(pending, answer.get("code") ?? "");
    if (problem !== undefined) return errorPage(TITLE, problem);
    const { runnerId, host } = pending.integration;
    this.#organization.signIns.add({ personId: this.#organization.access.userId, runnerId, host, kind: "oauth" });
    return redirect(`${this.#origin()}/complete-auth`);
  }

  complete(): Response {
    return page("Connected", "<p>Ona is connected to your account. You may close this page.</p>");
  }

  /** Uses what the integration has by now, not what it had when the person set out. Returns what is wrong. */
  async #exchange({ integration, redirectUri, tokenUrl }: Pending, code: string): Promise<string | undefined> {
    const { runners, integrations } = this.#organization;
    const oauth = integrations.get(integration.id)?.oauth;
    const runner = runners.get(integration.runnerId);
    const secret = oauth === undefined ? undefined : await runner?.decrypt(oauth.encryptedClientSecret);
    if (oauth === undefined || secret === undefined) return "The integration has changed: start again.";
    const answer = await requestTokens(tokenUrl, {
      grant_type: "authorization_code",
      code,
      redirect_uri: redirectUri,
      client_id: oauth.clientId,
      client_secret: secret,
      scope: SCOPE,
    });
    return typeof answer === "string" ? answer : undefined;
  }
}

function nonceIn(idToken: string): unknown {
  const payload = Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString("utf8");
  return jsonFields(payload).nonce;
}
