import { toApiError } from "../../../provider/connect/connection.ts";
import { errorMessage } from "../../../provider-kit/errors.ts";
import { parseJson } from "../../shared/text.ts";
import { NotKnown } from "../model.ts";

const LIMIT = 20_000;

export interface Answer {
  readonly status: number;
  /** Undefined where the answer is not JSON, such as the sign-in page of a network. */
  readonly body: unknown;
}

/** No answer came. The message says why, and what to look at. */
export class Unreachable extends NotKnown {}

/**
 * Asks for JSON. Any status is an answer.
 *
 * @throws Unreachable
 */
export async function getJson(url: string, init: RequestInit & { readonly signal: AbortSignal }): Promise<Answer> {
  const signal = AbortSignal.any([init.signal, AbortSignal.timeout(LIMIT)]);
  try {
    const response = await fetch(url, { redirect: "manual", ...init, signal });
    return { status: response.status, body: parseJson(await response.text()) };
  } catch (error) {
    if (init.signal.aborted) throw error;
    throw new Unreachable(`${new URL(url).origin} cannot be reached: ${why(error)}`, { cause: error });
  }
}

const ADVICE = {
  tls: "For a private certificate authority, name its certificate in NODE_EXTRA_CA_CERTS, and in SSL_CERT_FILE for the azuread plugin.",
  other: "Check the network, and HTTPS_PROXY where it goes through a proxy.",
};

function why(error: unknown): string {
  if ((error as Error).name === "TimeoutError") return `nothing came within ${LIMIT / 1000} s. ${ADVICE.other}`;
  // What fetch itself says is always the same.
  const { cause = error } = error as Error;
  const { reason } = toApiError(cause, {});
  return `${errorMessage(cause)}. ${reason === "tls" ? ADVICE.tls : ADVICE.other}`;
}
