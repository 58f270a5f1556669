import type { IntegrationApi } from "../../provider/classic/integrationApi.ts";
import type { CallContext } from "../../provider/connect/retry.ts";
import type { Clock } from "../../provider-kit/clock.ts";

/** How the wait ended. */
export type Outcome = "verified" | "deleted" | "timeout";

const POLL_INTERVAL = 2_000;

/**
 * Asks Gitpod every two seconds, less often where a rate limit says so, until the integration is verified or is not there
 * any more. An abort of the context's signal ends the wait as a time-out.
 */
export async function waitUntilVerified(
  api: Pick<IntegrationApi, "get">,
  id: string,
  context: CallContext,
  clock: Clock,
): Promise<Outcome> {
  const { signal } = context;
  try {
    for (;;) {
      const found = await api.get(id, context);
      if (found === undefined) return "deleted";
      if (found.verified) return "verified";
      await clock.sleep(POLL_INTERVAL, signal);
    }
  } catch (error) {
    if (signal.aborted) return "timeout";
    throw error;
  }
}
