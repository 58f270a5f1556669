import { createConnectRouter } from "@connectrpc/connect";
import { createFetchHandler } from "@connectrpc/connect/protocol";
import { AuthProviderService } from "../../provider/classic/gen/gitpod/v1/auth_provider_pb.js";
import { OrganizationService } from "../../provider/classic/gen/gitpod/v1/organization_pb.js";
import { UserService } from "../../provider/classic/gen/gitpod/v1/user_pb.js";
import type { Handler } from "../front.ts";
import { authProviderService } from "./authProviderService.ts";
import type { Installation } from "./installation.ts";
import { organizationService, userService } from "./organizationService.ts";

/** The public API's handlers, by path. */
export function rpcHandlers(installation: Installation): ReadonlyMap<string, Handler> {
  const router = createConnectRouter({ grpc: false, grpcWeb: false });
  router.service(AuthProviderService, authProviderService(installation));
  router.service(OrganizationService, organizationService(installation));
  router.service(UserService, userService(installation));
  const handlers = new Map<string, Handler>();
  for (const handler of router.handlers) {
    const answer = createFetchHandler(handler, { httpVersion: "1.1" });
    handlers.set(handler.requestPath, answer);
    handlers.set(`/public-api${handler.requestPath}`, answer);
  }
  return handlers;
}
