import { fstatSync } from "node:fs";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { type Clock, systemClock } from "./clock.ts";
import type { Environment, ProviderDefinition } from "./resource.ts";
import { providerService } from "./service.ts";
import { Session } from "./session.ts";

/**
 * Serves a provider to the engine that started this process: prints the port on standard output, as the plugin protocol
 * demands, and exits with the engine.
 *
 * @param load called after the port is printed, so that the engine connects meanwhile
 * @param args of the process. The last one is the engine's address (none under `pulumi package get-schema`)
 * @param environment settings that the stack does not set are looked up here
 * @param clock what the resources see as the time
 */
export async function serve(
  load: () => ProviderDefinition | Promise<ProviderDefinition>,
  args: readonly string[] = process.argv.slice(2),
  environment: Environment = process.env,
  clock: Clock = systemClock,
): Promise<void> {
  const { promise: session, resolve } = Promise.withResolvers<Session>();
  const port = await listen(session);
  process.stdout.write(`${port}\n`);
  endWithEngine();
  const engineAddress = args.filter((argument) => !argument.startsWith("-")).at(-1);
  const options = { environment, clock, ...(engineAddress === undefined ? {} : { engineAddress }) };
  resolve(new Session(await load(), options));
}

/** Listens on a free loopback port and returns it. */
async function listen(session: Promise<Session>): Promise<number> {
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(providerGrpc.ResourceProviderService, providerService(session));
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}

/**
 * A killed engine sends nothing, but our standard input closes. Without this, the plugin would go on writing to the API
 * while the next run already works on the same state.
 */
function endWithEngine(): void {
  const input = fstatSync(0);
  if (!input.isFIFO() && !input.isSocket()) return;
  process.stdin.on("error", () => undefined);
  process.stdin.on("end", () => process.exit(0));
  process.stdin.resume();
}
