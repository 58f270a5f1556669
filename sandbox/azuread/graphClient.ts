import { z } from "zod";
import { PartialFailure, ProviderError } from "../../provider/server/errors.ts";
import type { OperationContext } from "../../provider/server/resource.ts";

export type GraphObject = Record<string, unknown>;

type Context = Pick<OperationContext, "clock" | "signal" | "log">;
type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** Microsoft Graph refused. The message is Graph's own, with its code. */
export class GraphRefusal extends ProviderError {
  override readonly name = "GraphRefusal";
  readonly status: number;
  readonly code: string;

  constructor(call: string, status: number, code: string, message: string) {
    super(`${call}: unexpected status ${status} with error: ${code}: ${message}`);
    this.status = status;
    this.code = code;
  }
}

const errorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const objectBody = z.record(z.string(), z.unknown());

const ATTEMPTS = 5;
const FIRST_PAUSE = 200;
const MAX_PAUSE = 10_000;
/** How long a new object may read as missing until that is believed. */
const REPLICATION_TIME = 60_000;

/** The few calls of Microsoft Graph that app registrations need. */
export class GraphClient {
  readonly #baseUrl: string;

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  /** Reads an object; undefined when there is none. */
  async find(path: string, context: Context): Promise<GraphObject | undefined> {
    try {
      return await this.call("GET", path, context);
    } catch (error) {
      if (error instanceof GraphRefusal && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Deletes an object. One that is gone already is an error, as with the real provider: a refresh is what finds that. */
  async remove(path: string, context: Context): Promise<void> {
    await this.call("DELETE", path, context);
  }

  /** Tries again as long as the refusal is one that comes from the directory not knowing yet what was just made. */
  async whenReplicated<T>(attempt: () => Promise<T>, context: Context): Promise<T> {
    const end = context.clock.now() + REPLICATION_TIME;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, MAX_PAUSE)) {
      try {
        return await attempt();
      } catch (error) {
        const unknown =
          error instanceof GraphRefusal && (error.status === 404 || error.code === "NoBackingApplicationObject");
        if (!unknown || context.clock.now() + pause > end) throw error;
        context.log.status("waiting for the directory to know the new object");
        await context.clock.sleep(pause, context.signal);
      }
    }
  }

  /**
   * Calls as the real provider does. Its SDK (hashicorp/go-azure-sdk, sdk/client) repeats any call that is answered with a
   * passing failure, creations too, and one that is not answered only when it reads.
   */
  async call(method: Method, path: string, context: Context, body?: GraphObject): Promise<GraphObject> {
    for (let attempt = 1, pause = FIRST_PAUSE; ; attempt += 1, pause = Math.min(pause * 2, MAX_PAUSE)) {
      const answer = await this.#send(method, path, context, body);
      if (answer instanceof Response && answer.ok) return readObject(`${method} ${path}`, answer, context);
      const passing = answer instanceof Response ? isPassing(answer.status) : method === "GET";
      if (!passing || attempt === ATTEMPTS) {
        throw answer instanceof Response ? await toRefusal(`${method} ${path}`, answer) : answer;
      }
      await context.clock.sleep(pauseFor(answer, pause), context.signal);
    }
  }

  /** The answer, or why there is none. */
  async #send(method: Method, path: string, context: Context, body?: GraphObject): Promise<Response | ProviderError> {
    const content = { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    try {
      const url = `${this.#baseUrl}${path}`;
      const init = { method, signal: context.signal, ...(body === undefined ? {} : content) };
      return await fetch(url, init);
    } catch (error) {
      return broken(`${method} ${path}: the directory did not answer`, error, context);
    }
  }
}

/**
 * Runs what follows the creation of an object. When that fails the object is there all the same: the engine keeps its id
 * and inputs, and its outputs come with the next refresh, as with the real provider.
 */
export async function afterCreation(id: string, steps: () => Promise<unknown>): Promise<void> {
  try {
    await steps();
  } catch (error) {
    throw new PartialFailure(id, {}, {}, error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function broken(what: string, error: unknown, context: Context): ProviderError {
  if (context.signal.aborted) throw context.signal.reason;
  const { cause, message } = error as Error;
  return new ProviderError(`${what}: ${cause instanceof Error ? cause.message : message}`, { cause: error });
}

function isPassing(status: number): boolean {
  return [408, 424, 429].includes(status) || (status >= 500 && status !== 501);
}

function pauseFor(answer: Response | ProviderError, fallback: number): number {
  const seconds = answer instanceof Response ? Number(answer.headers.get("retry-after") ?? Number.NaN) : Number.NaN;
  return Number.isFinite(seconds) ? Math.min(seconds * 1000, MAX_PAUSE) : fallback;
}

async function readObject(call: string, answer: Response, context: Context): Promise<GraphObject> {
  const text = await answer.text().catch((error: unknown) => {
    throw broken(`${call}: the directory's answer broke off`, error, context);
  });
  if (text === "") return {};
  try {
    return objectBody.parse(JSON.parse(text));
  } catch {
    throw new ProviderError(`${call}: the directory's answer is not a JSON object`);
  }
}

async function toRefusal(call: string, answer: Response): Promise<GraphRefusal> {
  const text = await answer.text();
  try {
    const { error } = errorBody.parse(JSON.parse(text));
    return new GraphRefusal(call, answer.status, error.code, error.message);
  } catch {
    return new GraphRefusal(call, answer.status, "UnknownError", "the answer is no error of Microsoft Graph");
  }
}
