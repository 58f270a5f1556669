import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export type Answer = (response: ServerResponse, received: Received, request: IncomingMessage) => void;

/** A real server on loopback that answers as the test says and records what it received. */
export class HttpServer {
  answer: Answer = (response) => response.writeHead(404).end();
  readonly received: Received[] = [];
  readonly #server = createServer((request, response) => void this.#handle(request, response));

  static async start(answer?: Answer): Promise<HttpServer> {
    const server = new HttpServer();
    if (answer !== undefined) server.answer = answer;
    server.#server.listen(0, "127.0.0.1");
    await once(server.#server, "listening");
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #handle(...[request, response]: Parameters<RequestListener>): Promise<void> {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const { method = "", url: path = "", headers } = request;
    const received = { method, path, authorization: headers.authorization, body };
    this.received.push(received);
    this.answer(response, received, request);
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
}
