import { randomUUID } from "node:crypto";
import { html } from "../../pages/html.ts";
import { PERSON } from "../entra/signIn.ts";
import { errorPage, page, redirect } from "../html.ts";
import { requestTokens, type Tokens } from "../requestTokens.ts";
import { jsonFields } from "../rpc.ts";
import { discover } from "./discovery.ts";
import type { Organization } from "./organization.ts";
import type { StoredScmIntegration } from "./scmIntegrations.ts";
import type { PersonalSignIn } from "./signIns.ts";

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
    const tokens = await this.#exchange(pending, answer.get("code") ?? "");
    if (typeof tokens === "string") return errorPage(TITLE, tokens);
    const { runnerId, host } = pending.integration;
    const { access, signIns, azureDevOps } = this.#organization;
    const refusal = azureDevOps.refusal(PERSON.name);
    if (refusal !== undefined) return errorPage(TITLE, refusal);
    const refreshToken = tokens.refresh_token;
    signIns.add({ personId: access.userId, runnerId, host, kind: "oauth", refreshToken });
    return redirect(`${this.#origin()}/complete-auth`);
  }

  /** Whether Azure DevOps lets the person in, and Entra still accepts their sign-in, with the app and the secret that the integration has by now. */
  async stillWorks({ id, oauth }: StoredScmIntegration, { refreshToken = "" }: PersonalSignIn): Promise<boolean> {
    const issuer = await discover(oauth?.issuerUrl ?? "");
    const credentials = await this.#credentials(id);
    if (typeof issuer === "string" || credentials === undefined) return false;
    if (this.#organization.azureDevOps.refusal(PERSON.name) !== undefined) return false;
    const form = { grant_type: "refresh_token", refresh_token: refreshToken };
    return typeof (await requestTokens(issuer.token_endpoint, { ...form, ...credentials })) !== "string";
  }

  complete(): Response {
    return page("Connected", html`<p>Ona is connected to your account. You may close this page.</p>`);
  }

  /** Uses what the integration has by now, not what it had when the person set out. */
  async #exchange({ integration, redirectUri, tokenUrl }: Pending, code: string): Promise<Tokens | string> {
    const credentials = await this.#credentials(integration.id);
    if (credentials === undefined) return "The integration has changed: start again.";
    const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri, scope: SCOPE };
    return requestTokens(tokenUrl, { ...form, ...credentials });
  }

  /** What the runner signs in with, which it alone can decrypt. */
  async #credentials(id: string): Promise<{ client_id: string; client_secret: string } | undefined> {
    const { oauth, runnerId = "" } = this.#organization.integrations.get(id) ?? {};
    if (oauth === undefined) return undefined;
    const client_secret = await this.#organization.runners.get(runnerId)?.decrypt(oauth.encryptedClientSecret);
    return client_secret === undefined ? undefined : { client_id: oauth.clientId, client_secret };
  }
}

function nonceIn(idToken: string): unknown {
  const payload = Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString("utf8");
  return jsonFields(payload).nonce;
}
