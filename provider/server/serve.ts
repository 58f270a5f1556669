import { fstatSync } from "node:fs";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { systemClock } from "./clock.ts";
import type { ProviderDefinition } from "./resource.ts";
import { providerService } from "./service.ts";
import { type Environment, Session } from "./session.ts";

/**
 * Serves the provider to the engine that started this process: prints the port on standard output, as the plugin protocol
 * asks, and ends with the engine. The last argument is the engine's address (none under `pulumi package get-schema`).
 */
export async function serve(
  definition: ProviderDefinition,
  args: readonly string[],
  environment: Environment,
): Promise<void> {
  const engineAddress = args.filter((argument) => !argument.startsWith("-")).at(-1);
  const session = new Session(definition, {
    environment,
    clock: systemClock,
    ...(engineAddress === undefined ? {} : { engineAddress }),
  });
  const port = await listen(session);
  process.stdout.write(`${port}\n`);
  endWithEngine(session);
}

/** Listens on a free loopback port and returns it. */
async function listen(session: Session): Promise<number> {
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
 * An engine that is killed leaves no word, but its end of our standard input closes. Without this a plugin would go on
 * writing to the API while the next run already works on the same state.
 */
function endWithEngine(session: Session): void {
  const input = fstatSync(0);
  if (!input.isFIFO() && !input.isSocket()) return;
  process.stdin.on("error", () => undefined);
  process.stdin.on("end", () => {
    session.cancel();
    process.exit(0);
  });
  process.stdin.resume();
}
