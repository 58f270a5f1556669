import { randomUUID } from "node:crypto";
import { html } from "../../pages/html.ts";
import { AuthProviderService } from "../../provider/classic/gen/gitpod/v1/auth_provider_pb.js";
import { OrganizationService } from "../../provider/classic/gen/gitpod/v1/organization_pb.js";
import { UserService } from "../../provider/classic/gen/gitpod/v1/user_pb.js";
import { notFoundPage, page } from "../html.ts";
import { jsonFields, rpcFailure, rpcHandlers, rpcOperation, texts } from "../rpc.ts";
import type { Call, Handler, Service } from "../server.ts";
import { TokenPage } from "../tokenPage.ts";
import { Activation } from "./activation.ts";
import { authProviderService } from "./authProviderService.ts";
import type { Installation, User } from "./installation.ts";
import { organizationService, userService } from "./organizationService.ts";

export const GITPOD_TOKENS = "/user/tokens";
const RPC = /^(?:\/public-api)?\/gitpod\.v1\.\w+\/(\w+)$/;

/** Gitpod Classic: its public API, and the pages that activate an integration. */
export class GitpodService implements Service {
  readonly cloud = "gitpod";
  readonly #installation: Installation;
  readonly #activation: Activation;
  readonly #tokens: TokenPage<User>;
  readonly #rpcs: ReadonlyMap<string, Handler>;

  /** @param origin is known once the server listens */
  constructor(installation: Installation, origin: () => string) {
    this.#installation = installation;
    this.#activation = new Activation(installation, origin);
    this.#tokens = new TokenPage({
      title: "Access tokens",
      tokens: installation.tokens,
      owners: () => new Map(installation.people.map((user) => [describeUser(installation, user), user])),
    });
    this.#rpcs = rpcHandlers(
      (router) =>
        router
          .service(AuthProviderService, authProviderService(installation))
          .service(OrganizationService, organizationService(installation))
          .service(UserService, userService(installation)),
      ["", "/public-api"],
    );
  }

  async handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const rpc = this.#rpcs.get(url.pathname);
    if (rpc !== undefined) return rpc(request);
    switch (`${request.method} ${url.pathname}`) {
      case "GET /":
        return page(
          "Gitpod (sandbox)",
          html`<p>The sandbox's Gitpod is running. <a href="${GITPOD_TOKENS}">Access tokens</a></p>`,
        );
      case "GET /api/authorize":
        return this.#activation.authorize(url);
      case "GET /auth/callback":
        return this.#activation.callback(url);
      case "GET /complete-auth":
        return this.#activation.complete(url);
      case `GET ${GITPOD_TOKENS}`:
      case `POST ${GITPOD_TOKENS}`:
        return this.#tokens.handle(request);
      default:
        return notFoundPage();
    }
  }

  describe(method: string, url: URL, body: string): Call {
    const rpc = RPC.exec(url.pathname)?.[1];
    if (rpc === undefined) return { operation: `${method} ${url.pathname}`, write: false, ...hostOf(url) };
    return { ...rpcOperation(rpc), ...this.#subject(body) };
  }

  failure(status: number): Response {
    return rpcFailure(status);
  }

  headers(): Record<string, string> {
    return { "x-request-id": randomUUID() };
  }

  revokeAccess(): void {
    this.#installation.tokens.revokeAll();
  }

  /** The organization, host and id in a request, and nothing else of it. */
  #subject(body: string): Pick<Call, "organizationId" | "host" | "id"> {
    const { authProviderId, organizationId, host } = jsonFields(body);
    const named = texts({ id: authProviderId, organizationId, host });
    const integration = named.id === undefined ? undefined : this.#installation.integrations.get(named.id);
    return { ...texts({ organizationId: integration?.organizationId, host: integration?.host }), ...named };
  }
}

function hostOf(url: URL): { host?: string } {
  const host = url.searchParams.get("host");
  return host === null ? {} : { host };
}

/** `Sam Sandbox (owner of Acme, member of Initech)` */
function describeUser({ organizations }: Installation, user: User): string {
  const roles = organizations.of(user).map(({ name, role }) => `${role} of ${name}`);
  return roles.length === 0 ? user.name : `${user.name} (${roles.join(", ")})`;
}
