import { SANDBOX } from "../constants.ts";
import type { Directory } from "./directory.ts";
import { GraphError, signInErrors } from "./errors.ts";
import { type Claims, TokenIssuer } from "./tokenIssuer.ts";

/** The pipeline that the deployer's federated credential trusts. */
const WORKLOAD = {
  iss: "https://token.actions.githubusercontent.com",
  sub: "repo:acme/gitpod:environment:production",
  aud: "api://AzureADTokenExchange",
};
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const MINUTE = 60_000;
const ASSERTION_LIFETIME = 10 * MINUTE;
const ACCESS_LIFETIME = 60 * MINUTE;

/**
 * The identity that Pulumi uses to call Graph: a service principal. It is not among the
 * directory's app registrations, so that those are only what a program created.
 */
export class Deployer {
  readonly clientId = SANDBOX.deployer.clientId;
  readonly objectId = SANDBOX.deployer.objectId;
  /** Its application permissions of Graph, for its tokens. The sandbox itself lets it do everything. */
  roles: readonly string[] = ["Application.ReadWrite.All"];
  readonly #directory: Directory;
  readonly #access = new TokenIssuer();
  readonly #workload = new TokenIssuer();

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  /** A pipeline's token to sign in with, valid for ten minutes. */
  workloadToken(claims: Claims = {}): string {
    return this.#workload.sign({ ...WORKLOAD, exp: this.#secondsFromNow(ASSERTION_LIFETIME), ...claims });
  }

  /** The client credentials grant, with a secret or a pipeline's token. */
  signIn(form: URLSearchParams): string {
    const assertion = form.get("client_assertion");
    if (assertion === null) this.#checkSecret(form.get("client_secret") ?? "");
    else this.#checkAssertion(assertion, form.get("client_assertion_type"));
    return this.accessToken(form.get("scope") ?? "");
  }

  /** @param claims replace the deployer's own, for tokens of somebody else */
  accessToken(scope = "", claims: Claims = {}): string {
    const { tenantId } = this.#directory;
    return this.#access.sign({
      aud: scope.replace(/\/\.default$/, ""),
      iss: `https://sts.windows.net/${tenantId}/`,
      exp: this.#secondsFromNow(ACCESS_LIFETIME),
      iat: this.#secondsFromNow(0),
      appid: this.clientId,
      idtyp: "app",
      oid: this.objectId,
      sub: this.objectId,
      tid: tenantId,
      roles: this.roles,
      ver: "1.0",
      ...claims,
    });
  }

  /** Throws Graph's error unless the call has a valid access token. */
  checkAccess(authorization: string | null): void {
    const token = /^Bearer (.+)$/i.exec(authorization ?? "")?.[1];
    if (token === undefined) throw new GraphError(401, "InvalidAuthenticationToken", "Access token is empty.");
    const claims = this.#access.read(token);
    if (claims === undefined) {
      throw new GraphError(401, "InvalidAuthenticationToken", "Access token validation failure. Invalid signature.");
    }
    if (Number(claims.exp) < this.#secondsFromNow(0)) {
      throw new GraphError(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.");
    }
  }

  #checkSecret(secret: string): void {
    if (secret === "") throw signInErrors.missingSecret();
    if (secret !== SANDBOX.deployer.clientSecret) throw signInErrors.wrongSecret(this.clientId);
  }

  #checkAssertion(assertion: string, type: string | null): void {
    const claims = type === ASSERTION_TYPE ? this.#workload.read(assertion) : undefined;
    if (claims === undefined) throw signInErrors.assertionSignature();
    if (claims.iss !== WORKLOAD.iss || claims.sub !== WORKLOAD.sub || claims.aud !== WORKLOAD.aud) {
      throw signInErrors.noMatchingCredential(String(claims.sub));
    }
    if (Number(claims.exp) < this.#secondsFromNow(0)) throw signInErrors.expiredAssertion();
  }

  #secondsFromNow(milliseconds: number): number {
    return Math.floor((this.#directory.now().getTime() + milliseconds) / 1000);
  }
}
