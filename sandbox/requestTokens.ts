const TIMEOUT = 15_000;

/** What a token endpoint answers when it accepts a code or a token. */
export interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string;
}

/** Asks a token endpoint for tokens. Returns the error, with the endpoint's description where it has one, as a text. */
export async function requestTokens(tokenUrl: string, form: Record<string, string>): Promise<Tokens | string> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT);
    const body = new URLSearchParams(form);
    const answer = await fetch(tokenUrl, { method: "POST", body, redirect: "manual", signal });
    const json = (await answer.json()) as Partial<Tokens> & { error_description?: unknown };
    if (answer.ok && typeof json.access_token === "string") return { ...json, access_token: json.access_token };
    return typeof json.error_description === "string" ? json.error_description : `HTTP status ${answer.status}`;
  } catch {
    return "The token endpoint could not be reached or did not answer as expected.";
  }
}
