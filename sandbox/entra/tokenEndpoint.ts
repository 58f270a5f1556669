import type { Deployer } from "./deployer.ts";
import { signInErrors } from "./errors.ts";
import { asSignInError, newToken, type SignIn } from "./signIn.ts";

const TOKEN_LIFETIME = 3600;
const DEFAULT_SCOPE = /^\S+\/\.default$/;

/** Client id and secret from the form or from HTTP Basic. */
function credentials(form: URLSearchParams, authorization: string | null): { clientId: string; secret: string } {
  const basic = /^Basic (.+)$/i.exec(authorization ?? "")?.[1];
  if (basic === undefined) return { clientId: form.get("client_id") ?? "", secret: form.get("client_secret") ?? "" };
  const [clientId = "", secret = ""] = Buffer.from(basic, "base64").toString("utf8").split(":").map(decodeURIComponent);
  return { clientId, secret };
}

/** The token of the deployer or of an app in the directory. Throws a SignInError. */
function grant(signIn: SignIn, deployer: Deployer, form: URLSearchParams, authorization: string | null) {
  if (form.get("client_id") !== deployer.clientId) {
    return { scope: grantedScope(signIn, form, authorization), accessToken: newToken("access") };
  }
  if (form.get("grant_type") !== "client_credentials") throw signInErrors.grantType();
  return { scope: form.get("scope") ?? "", accessToken: deployer.signIn(form) };
}

/** The scopes granted to an app. Throws a SignInError. */
function grantedScope(signIn: SignIn, form: URLSearchParams, authorization: string | null): string {
  const grantType = form.get("grant_type");
  if (grantType === null) throw signInErrors.missingParameter("grant_type");
  const { clientId, secret } = credentials(form, authorization);
  if (clientId === "") throw signInErrors.missingParameter("client_id");
  const application = signIn.application(clientId);
  signIn.checkSecret(application, secret);
  if (grantType === "authorization_code") {
    return signIn.redeem(form.get("code") ?? "", clientId, form.get("redirect_uri") ?? "");
  }
  if (grantType === "refresh_token") return signIn.refresh(form.get("refresh_token") ?? "", clientId);
  if (grantType !== "client_credentials") throw signInErrors.grantType();
  const scope = form.get("scope") ?? "";
  if (!DEFAULT_SCOPE.test(scope)) throw signInErrors.scope(scope);
  const { tenantId } = signIn.directory;
  if (signIn.directory.findPrincipal(clientId) === undefined) throw signInErrors.noServicePrincipal(clientId, tenantId);
  return scope;
}

/** The `token` endpoint. Only the deployer's tokens are accepted by Graph; all others are accepted nowhere. */
export async function issueToken(
  signIn: SignIn,
  deployer: Deployer,
  tenant: string,
  request: Request,
): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  try {
    signIn.checkTenant(tenant);
    const form = new URLSearchParams(await request.text());
    const authorization = request.headers.get("authorization");
    const { scope, accessToken } = grant(signIn, deployer, form, authorization);
    const { clientId } = credentials(form, authorization);
    const mayRefresh = scope.split(" ").includes("offline_access");
    const refresh = mayRefresh ? { refresh_token: signIn.issueRefreshToken(clientId, scope) } : {};
    const expires = { expires_in: TOKEN_LIFETIME, ext_expires_in: TOKEN_LIFETIME };
    return Response.json(
      { token_type: "Bearer", scope, ...expires, access_token: accessToken, ...refresh },
      { headers },
    );
  } catch (error) {
    const refusal = asSignInError(error);
    return Response.json(refusal.toJson(signIn.directory.now()), { status: refusal.status, headers });
  }
}
