import type { TryCredentials, Verdict } from "./tokenEndpoint.ts";

/**
 * Asks once for all who have the same credentials. Callers that ask meanwhile share the verdict, and accepted credentials are
 * not asked about again.
 */
export function shareVerdicts(ask: TryCredentials): TryCredentials {
  const verdicts = new Map<string, { readonly signal: AbortSignal; readonly verdict: Promise<Verdict> }>();
  return async function asking(credentials, signal) {
    const { tokenUrl, clientId, clientSecret } = credentials;
    const key = JSON.stringify([tokenUrl, clientId, clientSecret]);
    const known = verdicts.get(key) ?? { signal, verdict: ask(credentials, signal) };
    verdicts.set(key, known);
    try {
      const verdict = await known.verdict;
      if (verdict.kind !== "accepted") forget();
      return verdict;
    } catch (error) {
      forget();
      // Another operation was cancelled, not this one.
      if (known.signal.aborted && !signal.aborted) return asking(credentials, signal);
      throw error;
    }

    function forget(): void {
      if (verdicts.get(key) === known) verdicts.delete(key);
    }
  };
}
