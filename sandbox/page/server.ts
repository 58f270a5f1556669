import { createServer, type ServerResponse } from "node:http";
import { pipeline, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { ReadableStream } from "node:stream/web";
import { close, listen, toRequest } from "../server.ts";
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
  const listening = await listen(server, port);
  const stop = sandbox.journal.onEntry(() => events.changed());
  return {
    url: `http://localhost:${listening}/`,
    changed: () => events.changed(),
    close: async () => {
      stop();
      await close(server);
    },
  };
}

function send(outgoing: ServerResponse, { status, headers, body }: Response): void {
  outgoing.writeHead(status, Object.fromEntries(headers));
  if (body === null) outgoing.end();
  // A browser that leaves ends the stream.
  else pipeline(Readable.fromWeb(body as ReadableStream), outgoing, () => {});
}
