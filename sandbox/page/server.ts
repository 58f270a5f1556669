import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { ReadableStream } from "node:stream/web";
import { toRequest } from "../server.ts";
import type { Sandbox } from "../types.ts";
import { Events } from "./events.ts";
import { pageHandler } from "./routes.ts";

/** The page of a running sandbox. */
export interface RunningPage {
  readonly url: string;
  /** Tells open pages that something has changed. */
  changed(): void;
  close(): Promise<void>;
}

/** Serves the page on loopback, apart from the clouds: no fault hits it, and its calls are not in the journal. */
export async function startPage(sandbox: Sandbox, port: number): Promise<RunningPage> {
  const events = new Events();
  const handle = pageHandler(sandbox, events);
  const server = createServer((incoming, outgoing) => {
    buffer(incoming)
      .then((body) => handle(toRequest(incoming, body)))
      .then((response) => send(outgoing, response))
      .catch((error: unknown) => {
        if (!incoming.destroyed) console.error("sandbox page:", error);
        outgoing.destroy();
      });
  });
  await listen(server, port);
  const stop = sandbox.journal.onEntry(() => events.changed());
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    changed: () => events.changed(),
    close: async () => {
      stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "localhost", resolve);
  });
}

function send(outgoing: ServerResponse, { status, headers, body }: Response): void {
  outgoing.writeHead(status, Object.fromEntries(headers));
  if (body === null) outgoing.end();
  // A browser that leaves ends the stream.
  else pipeline(Readable.fromWeb(body as ReadableStream), outgoing, () => {});
}
