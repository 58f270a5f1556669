import type { DescService } from "@bufbuild/protobuf";
import type { Client } from "@connectrpc/connect";
import { systemClock } from "../../provider-kit/clock.ts";
import { ProviderError } from "../../provider-kit/errors.ts";
import type { Answer } from "./connection.ts";
import { type CallContext, type Repeatable, Retry } from "./retry.ts";
import type { CallSettings } from "./settings.ts";

export interface ApiOptions {
  readonly baseUrl: string;
  readonly token: string | undefined;
  /** Milliseconds one attempt may take. */
  readonly requestTimeout: number;
  readonly retry: Retry;
}

/** How to call an API with the provider's settings. */
export function apiOptions(settings: CallSettings, baseUrl: string, token: string | undefined): ApiOptions {
  const retry = new Retry({ clock: systemClock, random: Math.random, maxRetries: settings.maxRetries });
  return { baseUrl, token, requestTimeout: settings.requestTimeoutSeconds * 1000, retry };
}

/** The generated code of one service of the API, and what else is loaded with its first call. */
export interface Messages {
  readonly service: DescService;
}

/** One attempt at a call. */
export interface Call<M extends Messages> {
  readonly client: Client<M["service"]>;
  /** Second argument of the client's methods. */
  readonly options: { readonly signal: AbortSignal; readonly timeoutMs: number };
  readonly answer: Answer;
  readonly messages: M;
}

/** Calls one service of the API, and repeats a call where that is safe. Fails with ApiError. */
export class Calls<M extends Messages> {
  readonly #options: ApiOptions;
  readonly #withoutToken: string;
  readonly #load: () => Promise<M>;

  /** @param withoutToken what to do where there is no token */
  constructor(options: ApiOptions, withoutToken: string, load: () => Promise<M>) {
    this.#options = options;
    this.#withoutToken = withoutToken;
    this.#load = load;
  }

  async run<T>(repeatable: Repeatable, context: CallContext, call: (call: Call<M>) => Promise<T>): Promise<T> {
    const { baseUrl, token, requestTimeout, retry } = this.#options;
    if (token === undefined) throw new ProviderError(this.#withoutToken);
    // Connect's libraries take 120 ms to load, and a preview makes no call.
    const [connection, messages] = await Promise.all([import("./connection.ts"), this.#load()]);
    return retry.run(repeatable, context, async () => {
      const { client, answer } = connection.openCall<M["service"]>(messages.service, baseUrl, token);
      const options = { signal: context.signal, timeoutMs: requestTimeout };
      try {
        return await call({ client, options, answer, messages });
      } catch (error) {
        throw connection.toApiError(error, answer);
      }
    });
  }
}
