import { randomUUID } from "node:crypto";
import { createConnectRouter } from "@connectrpc/connect";
import { createFetchHandler } from "@connectrpc/connect/protocol";
import { AuthProviderService } from "../../provider/classic/gen/gitpod/v1/auth_provider_pb.js";
import { OrganizationService } from "../../provider/classic/gen/gitpod/v1/organization_pb.js";
import { UserService } from "../../provider/classic/gen/gitpod/v1/user_pb.js";
import { page } from "../html.ts";
import type { Call, Handler, Service } from "../server.ts";
import { Activation } from "./activation.ts";
import { authProviderService } from "./authProviderService.ts";
import type { Installation } from "./installation.ts";
import { organizationService, userService } from "./organizationService.ts";

const RPC = /^(?:\/public-api)?\/gitpod\.v1\.\w+\/(\w+)$/;
const WRITES = /^(Create|Update|Delete)/;

/** Connect's error for each HTTP status that a fault can have. */
const CODES: Record<number, { code: string; message: string }> = {
  429: { code: "resource_exhausted", message: "rate limit exceeded" },
  500: { code: "internal", message: "internal error" },
  502: { code: "unavailable", message: "bad gateway" },
  503: { code: "unavailable", message: "service unavailable" },
  504: { code: "deadline_exceeded", message: "upstream request timeout" },
};

/** Gitpod Classic: its public API, and the pages that activate an integration. */
export class GitpodService implements Service {
  readonly cloud = "gitpod";
  readonly #installation: Installation;
  readonly #activation: Activation;
  readonly #rpcs: ReadonlyMap<string, Handler>;

  /** @param origin is known once the server listens */
  constructor(installation: Installation, origin: () => string) {
    this.#installation = installation;
    this.#activation = new Activation(installation, origin);
    this.#rpcs = rpcHandlers(installation);
  }

  async handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const rpc = this.#rpcs.get(url.pathname);
    if (rpc !== undefined) return rpc(request);
    switch (`${request.method} ${url.pathname}`) {
      case "GET /":
        return page("Gitpod (sandbox)", "<p>The sandbox's Gitpod is running.</p>");
      case "GET /api/authorize":
        return this.#activation.authorize(url);
      case "GET /auth/callback":
        return this.#activation.callback(url);
      case "GET /complete-auth":
        return this.#activation.complete(url);
      default:
        return page("Not found", "<p>There is no such page.</p>", 404);
    }
  }

  describe(method: string, url: URL, body: string): Call {
    const rpc = RPC.exec(url.pathname)?.[1];
    if (rpc === undefined) return { operation: `${method} ${url.pathname}`, write: false, ...hostOf(url) };
    return { operation: rpc, write: WRITES.test(rpc), ...this.#subject(body) };
  }

  failure(status: number): Response {
    return Response.json(CODES[status] ?? { code: "unknown", message: `HTTP status ${status}` }, { status });
  }

  headers(): Record<string, string> {
    return { "x-request-id": randomUUID() };
  }

  revokeAccess(): void {
    this.#installation.revokeToken();
  }

  /** The organization, host and id in a request, and nothing else of it. */
  #subject(body: string): Pick<Call, "organizationId" | "host" | "id"> {
    let request: Record<string, unknown>;
    try {
      request = Object(JSON.parse(body)) as Record<string, unknown>;
    } catch {
      return {};
    }
    const id = text(request.authProviderId);
    const integration = id === undefined ? undefined : this.#installation.integrations.get(id);
    const organizationId = text(request.organizationId) ?? integration?.organizationId;
    const host = text(request.host) ?? integration?.host;
    return {
      ...(id === undefined ? {} : { id }),
      ...(organizationId === undefined ? {} : { organizationId }),
      ...(host === undefined ? {} : { host }),
    };
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function hostOf(url: URL): { host?: string } {
  const host = url.searchParams.get("host");
  return host === null ? {} : { host };
}

/** The handlers of the public API, by path. */
function rpcHandlers(installation: Installation): ReadonlyMap<string, Handler> {
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
