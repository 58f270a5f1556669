import { Code, ConnectError } from "@connectrpc/connect";
import { toApiError } from "../../provider/connect/connection.ts";
import { ApiError } from "../../provider/connect/errors.ts";
import { Retry } from "../../provider/connect/retry.ts";
import { systemClock } from "../../provider-kit/clock.ts";
import { errorMessage } from "../../provider-kit/errors.ts";
import { parseJson } from "../shared/text.ts";
import { Unreachable } from "./errors.ts";

/** For all attempts together. */
const LIMIT = 20_000;
/** Few, because somebody is waiting. */
const RETRIES = 2;
const retry = new Retry({ clock: systemClock, random: Math.random, maxRetries: RETRIES });

export interface Answer {
  readonly status: number;
  /** Undefined where the answer is not JSON, such as the sign-in page of a network. */
  readonly body: unknown;
}

/**
 * Asks for JSON, and asks again after a transient failure: no request here changes anything. Any status is an answer.
 *
 * @throws Unreachable
 */
export async function getJson(url: string, init: RequestInit & { readonly signal: AbortSignal }): Promise<Answer> {
  const signal = AbortSignal.any([init.signal, AbortSignal.timeout(LIMIT)]);
  let answer: Answer | undefined;
  try {
    return await retry.run("always", { signal, status: () => undefined }, async () => {
      answer = undefined;
      const response = await fetch(url, { redirect: "manual", ...init, signal }).catch(networkError);
      answer = { status: response.status, body: parseJson(await response.text().catch(networkError)) };
      if (!response.ok) throw toApiError(new ConnectError(`HTTP ${response.status}`, Code.Unknown), response);
      return answer;
    });
  } catch (error) {
    if (init.signal.aborted) throw error;
    if (answer !== undefined) return answer;
    throw new Unreachable(`${new URL(url).origin} cannot be reached: ${why(error)}`, undefined, { cause: error });
  }
}

/** What fetch itself says is always the same. */
function networkError(error: unknown): never {
  throw toApiError((error as Error).cause ?? error, {});
}

const ADVICE = {
  tls: "For a private certificate authority, name its certificate in NODE_EXTRA_CA_CERTS, and in SSL_CERT_FILE for the azuread plugin.",
  other: "Check the network, and HTTPS_PROXY where it goes through a proxy.",
};

function why(error: unknown): string {
  if (!(error instanceof ApiError)) return `nothing came within ${LIMIT / 1000} s. ${ADVICE.other}`;
  return `${errorMessage(error.cause)}. ${error.reason === "tls" ? ADVICE.tls : ADVICE.other}`;
}
