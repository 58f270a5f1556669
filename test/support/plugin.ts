import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import type { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type * as Pb from "@pulumi/pulumi/proto/provider_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import type { Properties, PropertyValue } from "../../provider-kit/values.ts";
import { fromStruct, toStruct } from "../../provider-kit/wireFormat.ts";

/** What starts the plugin of this checkout. */
export const LAUNCHER = fileURLToPath(new URL("../../provider/pulumi-resource-gitpod", import.meta.url));
/** Path of another executable that the tests of the plugin start in its place. */
export const PLUGIN = process.env.PLUGIN || LAUNCHER;

export type Given = { readonly [key: string]: PropertyValue | undefined };
export interface Reply {
  readonly id: string;
  readonly properties: Properties;
  readonly inputs: Properties;
}

/** The plugin as a child process, called as by the engine. */
export class Plugin {
  readonly process: ChildProcess;
  readonly client: ResourceProviderClient;
  /** Everything the process has printed, to be searched for secrets. */
  readonly output: string[] = [];

  static async start(
    environment: NodeJS.ProcessEnv = {},
    engineAddress?: string,
    [command, ...args]: readonly [string, ...string[]] = [PLUGIN],
  ): Promise<Plugin> {
    const child = spawn(command, [...args, ...(engineAddress === undefined ? [] : [engineAddress])], {
      env: {
        PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
        ...environment,
      },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const output: string[] = [];
    child.stderr.on("data", (chunk) => output.push(String(chunk)));
    const lines = createInterface(child.stdout);
    lines.on("line", (line) => output.push(line));
    const failed = once(child, "exit").then(() =>
      Promise.reject(new Error(`plugin ended early: ${output.join("\n")}`)),
    );
    failed.catch(() => undefined);
    const [port] = (await Promise.race([once(lines, "line"), failed])) as [string];
    return new Plugin(child, port, output);
  }

  private constructor(child: ChildProcess, port: string, output: string[]) {
    this.process = child;
    this.output = output;
    this.client = new providerGrpc.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  /** Closes standard input, as the engine's exit does, and waits for the plugin to exit by itself. */
  async stop(): Promise<void> {
    this.client.close();
    if (this.process.exitCode !== null) return;
    const ended = once(this.process, "exit");
    this.process.stdin?.end();
    await ended;
  }

  async checkConfig(news: Given) {
    return checked(await this.#call("checkConfig", new providerPb.CheckRequest().setNews(toStruct(news))));
  }

  async diffConfig(olds: Given, news: Given): Promise<Pb.DiffResponse> {
    const request = new providerPb.DiffRequest().setUrn("urn:pulumi:dev::project::pulumi:providers:gitpod::own");
    request.setOldInputs(toStruct(olds)).setOlds(toStruct(olds)).setNews(toStruct(news));
    return this.#call("diffConfig", request);
  }

  async configure(args: Given): Promise<void> {
    await this.#call("configure", new providerPb.ConfigureRequest().setArgs(toStruct(args)));
  }

  async check(urn: string, news: Given) {
    return checked(await this.#call("check", new providerPb.CheckRequest().setUrn(urn).setNews(toStruct(news))));
  }

  async diff(urn: string, id: string, oldInputs: Given, state: Given, news: Given): Promise<Pb.DiffResponse> {
    const request = new providerPb.DiffRequest().setUrn(urn).setId(id);
    request.setOldInputs(toStruct(oldInputs)).setOlds(toStruct(state)).setNews(toStruct(news));
    return this.#call("diff", request);
  }

  async create(urn: string, inputs: Given, preview = false): Promise<Omit<Reply, "inputs">> {
    const request = new providerPb.CreateRequest().setUrn(urn).setPreview(preview).setProperties(toStruct(inputs));
    const response = await this.#call<Pb.CreateResponse>("create", request);
    return { id: response.getId(), properties: fromStruct(response.getProperties()) };
  }

  async read(urn: string, id: string, state: Given = {}, inputs: Given = {}): Promise<Reply> {
    const request = new providerPb.ReadRequest().setUrn(urn).setId(id);
    const response = await this.#call<Pb.ReadResponse>(
      "read",
      request.setProperties(toStruct(state)).setInputs(toStruct(inputs)),
    );
    return {
      id: response.getId(),
      properties: fromStruct(response.getProperties()),
      inputs: fromStruct(response.getInputs()),
    };
  }

  async update(
    urn: string,
    id: string,
    oldInputs: Given,
    state: Given,
    news: Given,
    preview = false,
  ): Promise<Properties> {
    const request = new providerPb.UpdateRequest().setUrn(urn).setId(id).setPreview(preview);
    request.setOldInputs(toStruct(oldInputs)).setOlds(toStruct(state)).setNews(toStruct(news));
    return fromStruct((await this.#call<Pb.UpdateResponse>("update", request)).getProperties());
  }

  async delete(urn: string, id: string, state: Given): Promise<void> {
    await this.#call("delete", new providerPb.DeleteRequest().setUrn(urn).setId(id).setProperties(toStruct(state)));
  }

  /** What a function returns, and why each wrong argument is refused. */
  async invoke(token: string, args: Given = {}) {
    const request = new providerPb.InvokeRequest().setTok(token).setArgs(toStruct(args));
    const response = await this.#call<Pb.InvokeResponse>("invoke", request);
    const failures = response.getFailuresList().map((failure) => failure.getReason());
    return { result: fromStruct(response.getReturn()), failures };
  }

  /** What a list sends, in this order. */
  async list(token: string, query: Given, { limit = 0, pageSize = 0, from = "" } = {}): Promise<object[]> {
    const request = new providerPb.ListRequest().setToken(token).setQuery(toStruct(query));
    request.setLimit(limit).setPageSize(pageSize).setContinuationToken(from);
    const responses: object[] = [];
    for await (const response of this.client.list(request)) {
      const { computed, result, continuation } = (response as Pb.ListResponse).toObject();
      responses.push(result ?? continuation ?? { computed });
    }
    return responses;
  }

  async cancel(): Promise<void> {
    await this.#call("cancel", new emptyPb.Empty());
  }

  async schema(): Promise<Record<string, unknown>> {
    const response = await this.#call<Pb.GetSchemaResponse>("getSchema", new providerPb.GetSchemaRequest());
    return JSON.parse(response.getSchema());
  }

  async version(): Promise<string> {
    return (await this.#call<{ getVersion(): string }>("getPluginInfo", new emptyPb.Empty())).getVersion();
  }

  #call<Response>(method: keyof ResourceProviderClient, request: object): Promise<Response> {
    return new Promise((resolve, reject) => {
      const callback = (error: ServiceError | null, response: Response) => (error ? reject(error) : resolve(response));
      Reflect.apply(this.client[method] as (...args: unknown[]) => unknown, this.client, [request, callback]);
    });
  }
}

/** The inputs, and the failures by the property at the start of each reason. */
function checked(response: Pb.CheckResponse) {
  const failures = response.getFailuresList();
  // A failure must not name its property, because the engine would show the property's value.
  if (failures.some((failure) => failure.getProperty() !== "")) throw new Error("a failure names its property");
  const reasons = failures.map((failure) => failure.getReason());
  return {
    inputs: fromStruct(response.getInputs()),
    failures: Object.fromEntries(reasons.map((reason) => [/^(?:gitpod:)?(\w*)/.exec(reason)?.[1] ?? "", reason])),
  };
}
