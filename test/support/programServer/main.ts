import { Server, ServerCredentials } from "@grpc/grpc-js";
// The Automation API's server for programs that are already loaded. The package has no types for it.
import server from "@pulumi/pulumi/automation/server.js";
import languageGrpc from "@pulumi/pulumi/proto/language_grpc_pb.js";

type Program = () => Promise<Record<string, unknown>>;

const { LanguageServer } = server as unknown as { LanguageServer: new (run: Program) => Record<string, never> };

// An interrupted run leaves rejected promises that nobody awaits.
process.on("unhandledRejection", () => undefined);
process.on("uncaughtException", () => undefined);
process.stdin.on("end", () => process.exit(0)).resume();

const { default: program }: { default: Program } = await import(process.argv[2] ?? "../../../index.ts");
const service = new Server();
service.addService(languageGrpc.LanguageRuntimeService, new LanguageServer(program));
service.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${port}\n`);
});
