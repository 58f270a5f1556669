import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type { LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";
import type { Redactor } from "./redact.ts";
import type { ResourceLog } from "./resource.ts";

type Severity = keyof typeof LogSeverity;

/** Sends messages to the engine in order, without secrets. Without an engine (tests, get-schema) they are dropped. */
export class EngineLog {
  readonly #redactor: Redactor;
  #address: string | undefined;
  #client: Promise<EngineClient> | undefined;
  #sent: Promise<void> = Promise.resolve();
  /** Warnings and errors so far. The engine asks for a diff more than once; each message is sent once. */
  readonly #sentBefore = new Set<string>();

  constructor(address: string | undefined, redactor: Redactor) {
    this.#address = address;
    this.#redactor = redactor;
  }

  /** The engine's address. */
  get address(): string | undefined {
    return this.#address;
  }

  connectTo(address: string): void {
    if (address === this.#address) return;
    this.#address = address;
    this.#client = undefined;
  }

  forResource(urn: string): ResourceLog {
    const send = (severity: Severity, ephemeral = false) => {
      return (message: string) => this.#send(severity, urn, message, ephemeral);
    };
    return {
      status: send("INFO", true),
      debug: send("DEBUG"),
      info: send("INFO"),
      warn: send("WARNING"),
      error: send("ERROR"),
    };
  }

  /** Resolves when the engine has taken all messages so far. */
  flush(): Promise<void> {
    return this.#sent;
  }

  #send(severity: Severity, urn: string, message: string, ephemeral: boolean): void {
    const address = this.#address;
    if (address === undefined) return;
    const text = this.#redactor.redact(message);
    if (this.#wasSent(severity, urn, text)) return;
    this.#sent = this.#sent.then(() => this.#deliver(address, severity, urn, text, ephemeral)).catch(() => undefined);
  }

  #wasSent(severity: Severity, urn: string, text: string): boolean {
    if (severity !== "WARNING" && severity !== "ERROR") return false;
    const key = `${severity} ${urn} ${text}`;
    if (this.#sentBefore.has(key)) return true;
    this.#sentBefore.add(key);
    return false;
  }

  async #deliver(address: string, severity: Severity, urn: string, message: string, ephemeral: boolean): Promise<void> {
    const { default: engine } = await import("@pulumi/pulumi/proto/engine_pb.js");
    this.#client ??= connect(address);
    const client = await this.#client;
    const request = new engine.LogRequest();
    request.setSeverity(engine.LogSeverity[severity]);
    request.setUrn(urn);
    request.setMessage(message);
    request.setEphemeral(ephemeral);
    await new Promise<void>((resolve, reject) => {
      client.log(request, (error) => (error === null ? resolve() : reject(error)));
    });
  }
}

async function connect(address: string): Promise<EngineClient> {
  const [{ credentials }, { default: engineGrpc }] = await Promise.all([
    import("@grpc/grpc-js"),
    import("@pulumi/pulumi/proto/engine_grpc_pb.js"),
  ]);
  return new engineGrpc.EngineClient(address, credentials.createInsecure());
}
