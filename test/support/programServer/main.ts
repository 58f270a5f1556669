import { Server, ServerCredentials } from "@grpc/grpc-js";
// Not among the package's types: the Automation API's way to run a program that is loaded already.
import server from "@pulumi/pulumi/automation/server.js";
import languageGrpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import program from "../../../index.ts";

const { LanguageServer } = server as unknown as { LanguageServer: new (run: typeof program) => Record<string, never> };

// A run that was cut off leaves promises behind which nobody waits for.
process.on("unhandledRejection", () => undefined);
process.on("uncaughtException", () => undefined);
process.stdin.on("end", () => process.exit(0)).resume();

const service = new Server();
service.addService(languageGrpc.LanguageRuntimeService, new LanguageServer(program));
service.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${port}\n`);
});
