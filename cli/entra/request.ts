import { Code, ConnectError } from "@connectrpc/connect";
import type { z } from "zod";
import { type Answer, toApiError } from "../../provider/connect/connection.ts";
import { type CallContext, Retry } from "../../provider/connect/retry.ts";
import { systemClock } from "../../provider-kit/clock.ts";
import { parseJson } from "../shared/text.ts";

/** Few, because somebody is waiting. */
const RETRIES = 2;
const TIME_LIMIT = 20_000;
const retry = new Retry({ clock: systemClock, random: Math.random, maxRetries: RETRIES });

const CODES: Readonly<Record<number, Code>> = {
  401: Code.Unauthenticated,
  403: Code.PermissionDenied,
  404: Code.NotFound,
};

/**
 * Asks one of Entra's services, and asks again after a transient failure: no request here changes anything.
 *
 * @param messageIn what an error's body says
 * @throws ApiError with that message
 */
export function requestJson<T>(
  url: string,
  init: RequestInit,
  schema: z.ZodType<T>,
  messageIn: (body: unknown) => string | undefined,
  context: CallContext,
): Promise<T> {
  return retry.run("always", context, async () => {
    const answer: Answer = {};
    try {
      const signal = AbortSignal.any([context.signal, AbortSignal.timeout(TIME_LIMIT)]);
      const response = await fetch(url, { ...init, redirect: "manual", signal });
      Object.assign(answer, { status: response.status, headers: response.headers });
      const text = await response.text();
      if (response.ok) return schema.parse(JSON.parse(text));
      const message = messageIn(parseJson(text)) ?? `HTTP ${response.status}`;
      throw new ConnectError(message, CODES[response.status] ?? Code.Unknown);
    } catch (error) {
      // "fetch failed" says less than its cause.
      throw toApiError(error instanceof TypeError ? (error.cause ?? error) : error, answer);
    }
  });
}
