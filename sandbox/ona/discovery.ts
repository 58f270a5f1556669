const TIMEOUT = 15_000;

/** Where to sign in with an issuer of OpenID Connect. */
export interface Issuer {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
}

/** What an issuer publishes about itself, or what is wrong with it, as a text. */
export async function discover(issuerUrl: string): Promise<Issuer | string> {
  try {
    const url = `${issuerUrl.replace(/\/$/, "")}/.well-known/openid-configuration`;
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT) });
    if (!answer.ok) return `the issuer answered with HTTP status ${answer.status}`;
    const { issuer, authorization_endpoint, token_endpoint } = (await answer.json()) as Record<string, unknown>;
    if (issuer !== issuerUrl) return `the issuer says that it is "${issuer}"`;
    if (typeof authorization_endpoint !== "string" || typeof token_endpoint !== "string") {
      return "the issuer does not say where to sign in";
    }
    return { authorization_endpoint, token_endpoint };
  } catch {
    return "the issuer could not be reached or did not answer as expected";
  }
}
