import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, request, type Server } from "node:http";
import { createServer as createTlsServer, request as tlsRequest } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import { localhostCertificate } from "../../sandbox/certificate.ts";

export interface Running {
  readonly port: number;
  close(): Promise<void>;
}

async function start(server: Server, host = "127.0.0.1"): Promise<Running> {
  server.listen(0, host);
  await once(server, "listening");
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { port: (server.address() as AddressInfo).port, close };
}

/** A private certificate, and a file with the authorities to trust: its own and the sandbox's. */
export interface PrivateCa {
  readonly key: string;
  readonly cert: string;
  readonly file: string;
  remove(): Promise<void>;
}

export async function privateCa(...names: string[]): Promise<PrivateCa> {
  const made = await generate([{ name: "commonName", value: names[0] ?? "" }], {
    keyType: "ec",
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "subjectAltName", altNames: names.map((value) => ({ type: 2 as const, value })) },
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-ca-"));
  const file = join(folder, "ca.pem");
  await writeFile(file, `${made.cert}\n${(await localhostCertificate()).authority}`);
  return { key: made.private, cert: made.cert, file, remove: () => rm(folder, { recursive: true }) };
}

/** Forwards each request to another origin, as a load balancer does. */
function forwardTo(origin: string, afterwards: (path: string) => void = () => undefined): RequestListener {
  return (incoming, outgoing) => {
    const { method = "GET", headers, url = "/" } = incoming;
    const target = new URL(url, origin);
    const send = target.protocol === "https:" ? tlsRequest : request;
    const onward = send(target, { method, headers, servername: target.hostname }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      afterwards(url);
    });
    incoming.pipe(onward);
  };
}

export function tlsFront(ca: PrivateCa, origin: string): Promise<Running> {
  return start(createTlsServer({ key: ca.key, cert: ca.cert }, forwardTo(origin)));
}

export function plainFront(origin: string, host: string): Promise<Running> {
  return start(createServer(forwardTo(origin)), host);
}

/** Claims to keep connections alive, but closes each one right after its first response. */
export function hastyFront(origin: string): Promise<Running> {
  const server = createServer(forwardTo(origin));
  server.keepAliveTimeout = 1;
  return start(server);
}

/** A server that can cut the next request on a reused connection. */
export interface CuttingFront extends Running {
  cutNext(): void;
  /** How many requests were cut. */
  readonly cut: number;
}

/** Closes a kept-alive connection just when the client reuses it, as a load balancer's idle timeout can. */
export async function cuttingFront(origin: string): Promise<CuttingFront> {
  const used = new WeakSet<Socket>();
  const counts = { wanted: 0, cut: 0 };
  const forward = forwardTo(origin);
  const server = createServer((incoming, outgoing) => {
    if (counts.wanted > 0 && used.has(incoming.socket)) {
      counts.wanted--;
      counts.cut++;
      incoming.socket.resetAndDestroy();
      return;
    }
    used.add(incoming.socket);
    forward(incoming, outgoing);
  });
  const { port, close } = await start(server);
  const cutNext = () => {
    counts.wanted++;
  };
  return {
    port,
    close,
    cutNext,
    get cut() {
      return counts.cut;
    },
  };
}

/** A server that should not be called. `calls` records those who did. */
export async function untouchedServer(): Promise<Running & { readonly calls: readonly string[] }> {
  const calls: string[] = [];
  const server = createServer(({ method, url }, outgoing) => {
    calls.push(`${method} ${url}`);
    outgoing.writeHead(404).end();
  });
  return { ...(await start(server)), calls };
}

/** Redirects every request. */
export function redirectingFront(target: string): Promise<Running> {
  return start(createServer((_, outgoing) => outgoing.writeHead(302, { location: target }).end()));
}

/** A forward proxy (CONNECT) that maps hosts to local ports and records what it connected to. */
export async function forwardProxy(hosts: Record<string, number>): Promise<Running & { readonly connected: string[] }> {
  const connected: string[] = [];
  const tunnels = new Set<{ destroy(): void }>();
  const server = createServer(({ url = "" }, outgoing) => {
    connected.push(url);
    outgoing.writeHead(405).end();
  });
  server.on("connect", ({ url = "" }, client) => {
    const port = hosts[url.split(":")[0] ?? ""];
    if (port === undefined) {
      client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
      return;
    }
    connected.push(url);
    const onward = connect(port, "127.0.0.1", () => client.write("HTTP/1.1 200 Connection Established\r\n\r\n"));
    onward.pipe(client).pipe(onward);
    for (const socket of [onward, client]) {
      socket.on("error", () => client.destroy());
      tunnels.add(socket);
    }
  });
  const { port, close } = await start(server);
  // The server's own close does not close tunnels, but waits for them.
  const closeAll = async () => {
    for (const socket of tunnels) socket.destroy();
    await close();
  };
  return { port, close: closeAll, connected };
}
