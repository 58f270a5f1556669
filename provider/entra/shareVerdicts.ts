import type { TryCredentials, Verdict } from "./tokenEndpoint.ts";

/**
 * Asks once for many who have the same credentials: those who ask meanwhile get the same verdict, and credentials that
 * were accepted are not asked about again.
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
      // It was another's operation that was cancelled.
      if (known.signal.aborted && !signal.aborted) return asking(credentials, signal);
      throw error;
    }

    function forget(): void {
      if (verdicts.get(key) === known) verdicts.delete(key);
    }
  };
}
