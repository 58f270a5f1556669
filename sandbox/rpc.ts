import { type ConnectRouter, createConnectRouter } from "@connectrpc/connect";
import { createFetchHandler } from "@connectrpc/connect/protocol";
import type { Call, Handler } from "./server.ts";

/** Connect's error for each HTTP status that a fault can have. */
const CODES: Record<number, { code: string; message: string }> = {
  429: { code: "resource_exhausted", message: "rate limit exceeded" },
  500: { code: "internal", message: "internal error" },
  502: { code: "unavailable", message: "bad gateway" },
  503: { code: "unavailable", message: "service unavailable" },
  504: { code: "deadline_exceeded", message: "upstream request timeout" },
};

const WRITES = /^(Create|Update|Delete)/;

/** The handlers of an API, by path: under each of the prefixes. */
export function rpcHandlers(
  register: (router: ConnectRouter) => void,
  prefixes: readonly string[],
): ReadonlyMap<string, Handler> {
  const router = createConnectRouter({ grpc: false, grpcWeb: false });
  register(router);
  return new Map(
    router.handlers.flatMap((handler) => {
      const answer: Handler = createFetchHandler(handler, { httpVersion: "1.1" });
      return prefixes.map((prefix): [string, Handler] => [`${prefix}${handler.requestPath}`, answer]);
    }),
  );
}

/** The error of a call that a fault hit. */
export function rpcFailure(status: number, more: object = {}): Response {
  const error = CODES[status] ?? { code: "unknown", message: `HTTP status ${status}` };
  return Response.json({ ...error, ...more }, { status });
}

/** Method of a service, as the journal names it, and whether it changes anything. */
export function rpcOperation(method: string): Pick<Call, "operation" | "write"> {
  return { operation: method, write: WRITES.test(method) };
}

/** The fields of a JSON object. Any other text has none. */
export function jsonFields(body: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(body)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** The texts among the values; the rest is left out. */
export function texts<Name extends string>(values: Readonly<Record<Name, unknown>>): { [K in Name]?: string } {
  const known = Object.entries(values).filter(([, value]) => typeof value === "string");
  return Object.fromEntries(known) as { [K in Name]?: string };
}
