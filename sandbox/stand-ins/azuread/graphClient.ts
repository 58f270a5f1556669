import { z } from "zod";
import { PartialFailure, ProviderError } from "../../../provider-kit/errors.ts";
import type { OperationContext } from "../../../provider-kit/resource.ts";
import { type Connection, type Credentials, connect } from "./connection.ts";

export type GraphObject = Record<string, unknown>;

export type CallContext = Pick<OperationContext, "clock" | "signal" | "log">;
type Method = "GET" | "POST" | "PATCH" | "DELETE";
type Version = "v1.0" | "beta";

/** Microsoft Graph returned an error. The message has its code and text. */
export class GraphError extends ProviderError {
  override readonly name = "GraphError";
  readonly status: number;
  readonly code: string;

  constructor(call: string, { status, statusText }: Response, code: string, message: string) {
    super(`${call}: unexpected status ${status} (${status} ${statusText}) with error: ${code}: ${message}`);
    this.status = status;
    this.code = code;
  }
}

const errorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const objectBody = z.record(z.string(), z.unknown());

const ATTEMPTS = 5;
const FIRST_PAUSE = 200;
const MAX_PAUSE = 10_000;
/** How long the directory may take to replicate a creation or deletion. */
const REPLICATION_TIME = 60_000;
/** How many equal answers in a row count as settled. */
const SETTLED_AFTER = 5;

/** Calls Microsoft Graph as the real plugin does. Signs in on the first call. */
export class GraphClient {
  readonly #credentials: Credentials;
  #connection: Promise<Connection> | undefined;

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  async connection({ signal }: CallContext): Promise<Connection> {
    this.#connection ??= connect(this.#credentials, signal);
    return this.#connection;
  }

  /** Reads an object; undefined when there is none. */
  async find(path: string, context: CallContext, version: Version = "v1.0"): Promise<GraphObject | undefined> {
    try {
      return await this.call("GET", path, context, undefined, version);
    } catch (error) {
      if (error instanceof GraphError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** The objects of a collection with this value of a property. */
  async list(collection: string, property: string, value: string, context: CallContext): Promise<GraphObject[]> {
    const filter = encodeURIComponent(`${property} eq '${value.replaceAll("'", "''")}'`);
    const { value: found } = await this.call("GET", `/${collection}?$filter=${filter}`, context);
    return (found ?? []) as GraphObject[];
  }

  /** Retries while the directory does not know a new object yet. */
  async whenReplicated<T>(
    attempt: () => Promise<T>,
    context: CallContext,
    isUnknown: (error: GraphError) => boolean = ({ status }) => status === 404,
  ): Promise<T> {
    const end = context.clock.now() + REPLICATION_TIME;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, MAX_PAUSE)) {
      try {
        return await attempt();
      } catch (error) {
        const unknown = error instanceof GraphError && isUnknown(error);
        if (!unknown || context.clock.now() + pause > end) throw error;
        context.log.status("waiting for the directory to know the new object");
        await context.clock.sleep(pause, context.signal);
      }
    }
  }

  /** Asks until the answer was yes several times in a row, because replicas of the directory may differ. */
  async untilSettled(what: string, ask: () => Promise<boolean>, context: CallContext): Promise<void> {
    const end = context.clock.now() + REPLICATION_TIME;
    for (let same = 0; same < SETTLED_AFTER; ) {
      same = (await ask()) ? same + 1 : 0;
      if (same > 0) continue;
      if (context.clock.now() + FIRST_PAUSE > end) throw new ProviderError(`gave up waiting for ${what}`);
      await context.clock.sleep(FIRST_PAUSE, context.signal);
    }
  }

  /** Deletes an object and waits until it is gone. Fails if there is none. */
  async remove(path: string, context: CallContext): Promise<void> {
    await this.call("DELETE", path, context);
    const gone = async () => (await this.find(path, context)) === undefined;
    await this.untilSettled(`the deletion of ${path}`, gone, context);
  }

  /**
   * Retries as the real plugin does. Its SDK (hashicorp/go-azure-sdk, sdk/client) retries any call after a transient error
   * response, even a creation, but after a connection error only reads.
   */
  async call(
    method: Method,
    path: string,
    context: CallContext,
    body?: GraphObject,
    version: Version = "v1.0",
  ): Promise<GraphObject> {
    for (let attempt = 1, pause = FIRST_PAUSE; ; attempt += 1, pause = Math.min(pause * 2, MAX_PAUSE)) {
      const response = await this.#send(method, `/${version}${path}`, context, body);
      if (response instanceof Response && response.ok) return readObject(`${method} ${path}`, response, context);
      const transient = response instanceof Response ? isTransient(response.status) : method === "GET";
      if (!transient || attempt === ATTEMPTS) {
        throw response instanceof Response ? await toGraphError(`${method} ${path}`, response) : response;
      }
      await context.clock.sleep(pauseFor(response, pause), context.signal);
    }
  }

  /** The response, or the error if there is none. */
  async #send(method: Method, path: string, context: CallContext, body?: GraphObject) {
    const { graphUrl, accessToken } = await this.connection(context);
    const authorization = `Bearer ${accessToken}`;
    const content = {
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify(body),
    };
    try {
      const init = {
        method,
        signal: context.signal,
        ...(body === undefined ? { headers: { authorization } } : content),
      };
      return await fetch(`${graphUrl}${path}`, init);
    } catch (error) {
      return connectionError(`${method} ${path}: the directory did not answer`, error, context);
    }
  }
}

/**
 * Runs the steps after the creation of an object. If one fails, the object exists all the same: the engine keeps its id and
 * inputs, and the next refresh adds its outputs.
 */
export async function afterCreation<T>(id: string, steps: () => Promise<T>): Promise<T> {
  try {
    return await steps();
  } catch (error) {
    throw new PartialFailure(id, {}, {}, error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function connectionError(what: string, error: unknown, context: CallContext): ProviderError {
  if (context.signal.aborted) throw context.signal.reason;
  const { cause, message } = error as Error;
  return new ProviderError(`${what}: ${cause instanceof Error ? cause.message : message}`, { cause: error });
}

function isTransient(status: number): boolean {
  return [408, 424, 429].includes(status) || (status >= 500 && status !== 501);
}

function pauseFor(response: Response | ProviderError, fallback: number): number {
  const seconds = response instanceof Response ? Number(response.headers.get("retry-after") ?? Number.NaN) : Number.NaN;
  return Number.isFinite(seconds) ? Math.min(seconds * 1000, MAX_PAUSE) : fallback;
}

async function readObject(call: string, response: Response, context: CallContext): Promise<GraphObject> {
  const text = await response.text().catch((error: unknown) => {
    throw connectionError(`${call}: the directory's answer broke off`, error, context);
  });
  if (text === "") return {};
  try {
    return objectBody.parse(JSON.parse(text));
  } catch {
    throw new ProviderError(`${call}: the directory's answer is not a JSON object`);
  }
}

async function toGraphError(call: string, response: Response): Promise<GraphError> {
  const text = await response.text();
  try {
    const { error } = errorBody.parse(JSON.parse(text));
    return new GraphError(call, response, error.code, error.message);
  } catch {
    return new GraphError(call, response, "UnknownError", "the response is not an error of Microsoft Graph");
  }
}
