export interface Credentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the token endpoint says about credentials. */
export type Verdict =
  | { readonly kind: "accepted" }
  /** `transient`: new credentials may be refused for some seconds, until all of Entra knows them. */
  | { readonly kind: "refused"; readonly code: string; readonly reason: string; readonly transient: boolean }
  /** Proves nothing. */
  | { readonly kind: "inconclusive"; readonly reason: string };

/** Asks an OAuth 2.0 token endpoint whether it accepts an application and its secret. */
export type TryCredentials = (credentials: Credentials, signal: AbortSignal) => Promise<Verdict>;

const ATTEMPT_LIMIT = 10_000;
/** Microsoft Graph by its application id, the same in every national cloud and tenant. */
const SCOPE = "00000003-0000-0000-c000-000000000000/.default";
// https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes
const NOT_YET_KNOWN = new Set(["AADSTS7000215", "AADSTS700016", "AADSTS7000229"]);
const REFUSED = new Set(["AADSTS7000222", "AADSTS90002", "AADSTS900023"]);

/** Uses the client credentials grant (RFC 6749, 4.4). A token in the response is dropped unread. */
export const tryCredentials: TryCredentials = async ({ tokenUrl, clientId, clientSecret }, signal) => {
  try {
    const response = await fetch(tokenUrl, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: clientSecret,
        scope: SCOPE,
      }),
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_LIMIT)]),
    });
    if (response.ok) {
      await response.body?.cancel();
      const answered = response.headers.get("content-type")?.includes("json");
      // The sign-in page of a network has status 200 too.
      return answered ? { kind: "accepted" } : { kind: "inconclusive", reason: "the answer is not a token endpoint's" };
    }
    return judge(response.status, await response.text());
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return { kind: "inconclusive", reason: networkReason(error) };
  }
};

/** Token endpoint of an issuer at Entra, in either form of its URL; undefined for another issuer. */
export function tokenUrlOf(issuerUrl: string): string | undefined {
  const tenant = /^(https?:\/\/[^/]+\/[^/]+)(\/oauth2)?\/v2\.0\/?$/.exec(issuerUrl)?.[1];
  return tenant && `${tenant}/oauth2/v2.0/token`;
}

/** Reads an error response (RFC 6749, 5.2). Entra puts its own code in front of the description. */
export function judge(status: number, body: string): Verdict {
  const description = errorDescription(body);
  const code = /^AADSTS\d+/.exec(description)?.[0] ?? "";
  const reason = lastingText(description) || `HTTP ${status}`;
  if (NOT_YET_KNOWN.has(code)) return { kind: "refused", code, reason, transient: true };
  if (REFUSED.has(code)) return { kind: "refused", code, reason, transient: false };
  return { kind: "inconclusive", reason };
}

/** Whether a refusal, in Entra's words, may end when all of Entra knows the new credentials. */
export function mayPass(description: string): boolean {
  return NOT_YET_KNOWN.has(/AADSTS\d+/.exec(description)?.[0] ?? "");
}

/** Entra's words without the ids of the call. */
export function lastingText(description: string): string {
  return description.split(/\r?\n| Trace ID:/)[0]?.trim() ?? "";
}

function errorDescription(body: string): string {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer !== "object" || answer === null || !("error_description" in answer)) return "";
    return typeof answer.error_description === "string" ? answer.error_description : "";
  } catch {
    return "";
  }
}

function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
