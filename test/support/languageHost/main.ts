import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import languageGrpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import type * as Pb from "@pulumi/pulumi/proto/language_pb.js";
import languagePb from "@pulumi/pulumi/proto/language_pb.js";
import pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";

/**
 * The parts of Pulumi's Node language host (`pulumi-language-nodejs`) that a deployment needs: it starts the SDK's runners of
 * programs, with the options of Pulumi.yaml, and of policy packs. The real one comes only with the regular Pulumi CLI, which
 * may be missing.
 */
const engine = process.argv.at(-1) as string;
/** The runner's exit code after it has reported an error to the user. */
const ALREADY_REPORTED = 32;

function unary<Request, Response>(
  answer: (request: Request) => Promise<Response> | Response,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve(answer(call.request)).then(
      (response) => callback(null, response),
      (error: Error) => callback(error, null),
    );
  };
}

async function run(request: Pb.RunRequest): Promise<Pb.RunResponse> {
  const info = request.getInfo();
  const programDirectory = info?.getProgramDirectory() ?? request.getPwd();
  const runner = createRequire(join(programDirectory, "index.ts")).resolve("@pulumi/pulumi/cmd/run/index.js");
  const options = info?.getOptions()?.toJavaScript() ?? {};
  const child = spawn("node", [...nodeArguments(options), runner, ...runnerArguments(request)], {
    cwd: programDirectory,
    env: {
      ...process.env,
      PULUMI_NODEJS_TYPESCRIPT: String(options.typescript ?? true),
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  const response = new languagePb.RunResponse();
  if (code === ALREADY_REPORTED) response.setBail(true);
  else if (code !== 0) response.setError(`the program ended with exit code ${code}`);
  return response;
}

function nodeArguments(options: Record<string, unknown>): string[] {
  return typeof options.nodeargs === "string" ? options.nodeargs.split(" ") : [];
}

function runnerArguments(request: Pb.RunRequest): string[] {
  const named = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    "root-directory": request.getInfo()?.getRootDirectory() ?? "",
    parallel: String(request.getParallel()),
  };
  const pairs = Object.entries(named).flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value]));
  return [...pairs, ...(request.getDryrun() ? ["--dry-run"] : []), request.getInfo()?.getEntryPoint() ?? "."];
}

/** Runs a policy pack, which prints its port, until the engine cancels the call. */
const runPlugin: handleServerStreamingCall<Pb.RunPluginRequest, Pb.RunPluginResponse> = (call) => {
  const folder = call.request.getInfo()?.getProgramDirectory() ?? "";
  const runner = createRequire(join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack/index.js");
  const child = spawn("node", [runner, ...call.request.getArgsList(), folder], {
    cwd: folder,
    env: Object.fromEntries(call.request.getEnvList().map((entry) => splitOnce(entry))),
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.on("data", (chunk) => call.write(new languagePb.RunPluginResponse().setStdout(chunk)));
  child.stderr.on("data", (chunk) => call.write(new languagePb.RunPluginResponse().setStderr(chunk)));
  child.on("close", (code) => {
    call.write(new languagePb.RunPluginResponse().setExitcode(code ?? 1));
    call.end();
  });
  call.on("cancelled", () => child.kill());
  process.on("exit", () => child.kill());
};

function splitOnce(entry: string): [string, string] {
  const end = entry.indexOf("=");
  return [entry.slice(0, end), entry.slice(end + 1)];
}

const noOutput: handleServerStreamingCall<unknown, unknown> = (call) => call.end();

const service: UntypedServiceImplementation = {
  handshake: unary(() => new languagePb.LanguageHandshakeResponse()),
  getPluginInfo: unary(() => new pluginPb.PluginInfo().setVersion("0.0.0")),
  getRequiredPackages: unary(() => new languagePb.GetRequiredPackagesResponse()),
  getRequiredPlugins: unary(() => new languagePb.GetRequiredPluginsResponse()),
  installDependencies: noOutput,
  run: unary(run),
  runPlugin,
  cancel: unary(() => new emptyPb.Empty()),
};

// The engine closes our standard input when it exits or is killed.
process.stdin.on("end", () => process.exit(0)).resume();

const server = new Server();
server.addService(languageGrpc.LanguageRuntimeService, service);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${port}\n`);
});
