import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Clock } from "../provider-kit/clock.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Cloud, Journal, Subject } from "./journal.ts";

export type Handler = (request: Request) => Promise<Response>;

/** What the journal and the faults need to know about a call. */
export interface Call extends Subject {
  readonly operation: string;
  readonly write: boolean;
}

/** One of the clouds, without its HTTP server. */
export interface Service {
  readonly cloud: Cloud;
  readonly handle: Handler;
  describe(method: string, url: URL, body: string): Call;
  /** An error as this cloud returns it. */
  failure(status: number, url: URL): Response;
  /** The answer of a fault, where this cloud has one of its own. */
  faultResponse?(fault: Fault): Response | undefined;
  /** Headers of every response of this cloud. */
  headers(): Record<string, string>;
  /** Rejects all tokens from now on. */
  revokeAccess(): void;
}

/** A call with its request body, which the journal does not have. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly sent: string;
  /** Undefined when the connection was cut. */
  readonly status: number | undefined;
}

export interface ServerOptions {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
  /** Serves HTTPS with this certificate, else plain HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

interface Outcome {
  /** Undefined: cut the connection. */
  readonly response: Response | undefined;
  readonly handled: boolean;
}

const PROXY_PAGE =
  "<!DOCTYPE html>\n<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1><p>proxy.example.com</p></body></html>\n";

/** Serves one cloud on loopback: records calls in the journal and applies injected faults. */
export class CloudServer {
  readonly #server: Server;
  readonly #service: Service;
  readonly #options: ServerOptions;
  readonly #closing = new AbortController();
  /** Connections by remote port, because a request over TLS only has the encrypted stream. */
  readonly #connections = new Map<number | undefined, Socket>();

  constructor(service: Service, options: ServerOptions) {
    this.#service = service;
    this.#options = options;
    const listener: RequestListener = (incoming, outgoing) => {
      this.#serve(incoming, outgoing).catch((error: unknown) => {
        if (!this.#closing.signal.aborted && !incoming.destroyed) console.error(`sandbox ${service.cloud}:`, error);
        outgoing.destroy();
      });
    };
    this.#server = options.tls === undefined ? createServer(listener) : createTlsServer(options.tls, listener);
    this.#server.on("connection", (socket) => this.#remember(socket));
  }

  /** Starts to listen and returns the port. 0 picks a free one. */
  listen(port: number): Promise<number> {
    return listen(this.#server, port);
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error("the sandbox was closed"));
    if (this.#server.listening) await close(this.#server);
  }

  #remember(socket: Socket): void {
    const port = socket.remotePort;
    this.#connections.set(port, socket);
    socket.once("close", () => this.#connections.delete(port));
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { clock, faults, journal, onExchange } = this.#options;
    const { cloud } = this.#service;
    const body = await buffer(incoming);
    const request = toRequest(incoming, body);
    const { method } = request;
    const [url, sent] = [new URL(request.url), body.toString("utf8")];
    const call = this.#service.describe(method, url, sent);
    const at = clock.now();
    const fault = faults.take(cloud, call.operation);
    const { response, handled } = await this.#outcome(request, fault);
    const faultName = fault === undefined ? {} : { fault: fault.type };
    journal.add({ at, cloud, ...call, handled, status: response?.status, ...faultName });
    onExchange?.({ method, url, sent, status: response?.status });
    if (response === undefined) this.#connections.get(incoming.socket.remotePort)?.resetAndDestroy();
    else await this.#send(outgoing, response, fault);
  }

  async #outcome(request: Request, fault: Fault | undefined): Promise<Outcome> {
    if (fault?.type === "delay") await this.#options.clock.sleep(fault.milliseconds, this.#closing.signal);
    if (fault?.type === "accessRevoked") this.#service.revokeAccess();
    const replaced = fault !== undefined && REPLACING.has(fault.type);
    const handled = !replaced || ("after" in fault && fault.after === true);
    const own = handled ? await this.#service.handle(request) : undefined;
    return { response: replaced ? this.#faultResponse(fault, new URL(request.url)) : own, handled };
  }

  /** The response that the fault sends instead of the cloud's own. */
  #faultResponse(fault: Fault, url: URL): Response | undefined {
    const own = this.#service.faultResponse?.(fault);
    if (own !== undefined) return own;
    switch (fault.type) {
      case "rateLimit": {
        const response = this.#service.failure(429, url);
        const reset = new Date(this.#options.clock.now() + 1000).toUTCString();
        if (fault.retryAfter !== undefined) response.headers.set("retry-after", String(fault.retryAfter));
        response.headers.set("x-ratelimit-limit", "20");
        response.headers.set("x-ratelimit-remaining", "0");
        response.headers.set("x-ratelimit-reset", reset);
        return response;
      }
      case "status":
        return this.#service.failure(fault.status, url);
      case "html":
        return new Response(PROXY_PAGE, { status: fault.status ?? 502, headers: { "content-type": "text/html" } });
      case "unexpectedJson":
        return Response.json({ authProvider: "not what the API promises", value: 7 });
      default:
        return undefined;
    }
  }

  async #send(outgoing: ServerResponse, response: Response, fault: Fault | undefined): Promise<void> {
    const body = Buffer.from(await response.arrayBuffer());
    outgoing.statusCode = response.status;
    outgoing.setHeaders(response.headers);
    for (const [name, value] of Object.entries(this.#service.headers())) outgoing.setHeader(name, value);
    if (response.status !== 204) outgoing.setHeader("content-length", body.length);
    if (fault?.type === "truncated") {
      outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy());
    } else if (fault?.type === "drip") {
      const size = Math.max(1, Math.ceil(body.length / (fault.pieces ?? 10)));
      for (let sent = 0; sent < body.length; sent += size) {
        await this.#options.clock.sleep(fault.milliseconds, this.#closing.signal);
        outgoing.write(body.subarray(sent, sent + size));
      }
      outgoing.end();
    } else {
      outgoing.end(body);
    }
  }
}

const REPLACING: ReadonlySet<Fault["type"]> = new Set(["rateLimit", "status", "reset", "html", "unexpectedJson"]);

/** Starts to listen on loopback and returns the port. 0 picks a free one. */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "localhost", resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Stops to listen and cuts all connections. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

export function toRequest(incoming: IncomingMessage, body: Buffer): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const method = incoming.method ?? "GET";
  const scheme = "encrypted" in incoming.socket ? "https" : "http";
  const url = new URL(incoming.url ?? "/", `${scheme}://${incoming.headers.host ?? "localhost"}`);
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(url, { method, headers, ...(hasBody ? { body: new Uint8Array(body) } : {}) });
}
