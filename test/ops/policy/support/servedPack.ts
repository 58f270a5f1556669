import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import type { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import analyzerGrpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type * as Pb from "@pulumi/pulumi/proto/analyzer_pb.js";
import analyzerPb from "@pulumi/pulumi/proto/analyzer_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import type { Properties } from "../../../../provider-kit/values.ts";
import { toStruct } from "../../../../provider-kit/wireFormat.ts";

const FOLDER = fileURLToPath(new URL("../../../../ops/policy", import.meta.url));
const RUNNER = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack/index.js");

export interface Given {
  readonly type: string;
  readonly properties: Properties;
}

export interface Diagnostic {
  readonly rule: string;
  readonly message: string;
  readonly mandatory: boolean;
  readonly urn: string;
}

export interface PolicyInfo {
  readonly name: string;
  readonly mandatory: boolean;
  readonly config: Readonly<Record<string, unknown>>;
}

/** The policy pack as a child process, started as by Pulumi's Node language host and called as by the engine. */
export class ServedPack {
  readonly #process: ChildProcess;
  readonly #client: AnalyzerClient;

  /** @param settings the stack's settings, which the language host passes on */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<ServedPack> {
    const child = spawn(process.execPath, [RUNNER, "127.0.0.1:1", FOLDER], {
      cwd: FOLDER,
      env: { PATH: process.env.PATH, PULUMI_CONFIG: JSON.stringify(settings) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let errors = "";
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    const failed = once(child, "exit").then(() => Promise.reject(new Error(`the pack ended early: ${errors}`)));
    failed.catch(() => undefined);
    const [port] = (await Promise.race([once(createInterface(child.stdout), "line"), failed])) as [string];
    return new ServedPack(child, port);
  }

  private constructor(child: ChildProcess, port: string) {
    this.#process = child;
    this.#client = new analyzerGrpc.AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  async policies(): Promise<PolicyInfo[]> {
    const info = await this.#call<Pb.AnalyzerInfo>("getAnalyzerInfo", new emptyPb.Empty());
    return info.getPoliciesList().map((policy) => ({
      name: policy.getName(),
      mandatory: policy.getEnforcementlevel() === analyzerPb.EnforcementLevel.MANDATORY,
      config: policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {},
    }));
  }

  async configure(rule: string, mandatory: boolean, properties: Properties): Promise<void> {
    const { ADVISORY, MANDATORY } = analyzerPb.EnforcementLevel;
    const config = new analyzerPb.PolicyConfig().setEnforcementlevel(mandatory ? MANDATORY : ADVISORY);
    const request = new analyzerPb.ConfigureAnalyzerRequest();
    request.getPolicyconfigMap().set(rule, config.setProperties(toStruct(properties)));
    await this.#call("configure", request);
  }

  async analyze({ type, properties }: Given): Promise<Diagnostic[]> {
    const request = new analyzerPb.AnalyzeRequest().setType(type).setUrn(urnOf(type)).setName("x");
    request.setProperties(toStruct(properties)).setOptions(new analyzerPb.AnalyzerResourceOptions());
    return diagnostics(await this.#call<Pb.AnalyzeResponse>("analyze", request));
  }

  async analyzeStack(...given: Given[]): Promise<Diagnostic[]> {
    const resources = given.map(({ type, properties }) => {
      const resource = new analyzerPb.AnalyzerResource().setType(type).setUrn(urnOf(type)).setName("x");
      return resource.setProperties(toStruct(properties)).setOptions(new analyzerPb.AnalyzerResourceOptions());
    });
    const request = new analyzerPb.AnalyzeStackRequest().setResourcesList(resources);
    return diagnostics(await this.#call<Pb.AnalyzeResponse>("analyzeStack", request));
  }

  async stop(): Promise<void> {
    this.#client.close();
    const ended = once(this.#process, "exit");
    this.#process.kill();
    await ended;
  }

  #call<Response>(method: keyof AnalyzerClient, request: object): Promise<Response> {
    return new Promise((resolve, reject) => {
      const callback = (error: ServiceError | null, response: Response) => (error ? reject(error) : resolve(response));
      Reflect.apply(this.#client[method] as (...args: unknown[]) => unknown, this.#client, [request, callback]);
    });
  }
}

export const urnOf = (type: string) => `urn:pulumi:test::gitpod-azure-devops::${type}::x`;

function diagnostics(response: Pb.AnalyzeResponse): Diagnostic[] {
  return response.getDiagnosticsList().map((diagnostic) => ({
    rule: diagnostic.getPolicyname(),
    message: diagnostic.getMessage(),
    mandatory: diagnostic.getEnforcementlevel() === analyzerPb.EnforcementLevel.MANDATORY,
    urn: diagnostic.getUrn(),
  }));
}
