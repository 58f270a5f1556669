import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import resourceGrpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import type * as Pb from "@pulumi/pulumi/proto/resource_pb.js";
import resourcePb from "@pulumi/pulumi/proto/resource_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";

type Handler<Request, Response> = (call: ServerUnaryCall<Request, Response>, answer: sendUnaryData<Response>) => void;

/** Takes the registrations of a program or component, with URNs by name alone. It refuses a resource called "refused". */
export class FakeEngine {
  readonly registered: Pb.RegisterResourceRequest[] = [];
  readonly #server = new Server();
  #address = "";

  static async start(): Promise<FakeEngine> {
    const engine = new FakeEngine();
    await engine.#listen();
    return engine;
  }

  /** That of the engine and of the resource monitor. */
  get address(): string {
    return this.#address;
  }

  close(): void {
    this.#server.forceShutdown();
  }

  /** The registration of the only resource with this name. */
  find(name: string): Pb.RegisterResourceRequest {
    const [found, ...others] = this.registered.filter((each) => each.getName() === name);
    if (found === undefined || others.length > 0) throw new Error(`${others.length + 1} resources called ${name}`);
    return found;
  }

  async #listen(): Promise<void> {
    const registerResource: Handler<Pb.RegisterResourceRequest, Pb.RegisterResourceResponse> = (call, answer) => {
      const { request } = call;
      this.registered.push(request);
      if (request.getName() === "refused") return answer({ code: status.UNKNOWN, details: "it is refused" });
      const response = new resourcePb.RegisterResourceResponse().setUrn(urnOf(request.getName()));
      answer(null, response.setId(request.getCustom() ? "id" : "").setObject(request.getObject()));
    };
    this.#server.addService(resourceGrpc.ResourceMonitorService, {
      registerResource,
      supportsFeature: ((_, answer) =>
        answer(null, new resourcePb.SupportsFeatureResponse().setHassupport(true))) as Handler<
        Pb.SupportsFeatureRequest,
        Pb.SupportsFeatureResponse
      >,
      registerResourceOutputs: ((_, answer) => answer(null, new emptyPb.Empty())) as Handler<unknown, emptyPb.Empty>,
    });
    this.#server.addService(engineGrpc.EngineService, {
      log: ((_, answer) => answer(null, new emptyPb.Empty())) as Handler<unknown, emptyPb.Empty>,
    });
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
    this.#address = `127.0.0.1:${await promise}`;
  }
}

export const urnOf = (name: string) => `urn:pulumi:stack::project::any::${name}`;
