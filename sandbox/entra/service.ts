import { randomUUID } from "node:crypto";
import { notFoundPage } from "../html.ts";
import type { Call, Handler, Service } from "../server.ts";
import { ConsentPages } from "./consentPages.ts";
import { Deployer } from "./deployer.ts";
import type { Directory } from "./directory.ts";
import { GraphError } from "./errors.ts";
import { graphHandler, graphPath } from "./graph.ts";
import { asSignInError, issuerOf, SignIn } from "./signIn.ts";
import { issueToken } from "./tokenEndpoint.ts";

const SIGN_IN =
  /^\/([^/]+)\/(oauth2\/v2\.0\/authorize|oauth2\/v2\.0\/token|consent|v2\.0\/\.well-known\/openid-configuration)$/;

/** Where tools that know only the host find the cloud's endpoints. */
const METADATA = "/metadata/endpoints";
const ACCESS_ENDED = "Access token has expired or is not yet valid.";
const GRAPH = /^\/(v1\.0|beta)\//;

const GRAPH_CODES: Record<number, { code: string; message: string }> = {
  429: {
    code: "TooManyRequests",
    message: "Too many requests. Please retry after the time in the Retry-After header.",
  },
  500: { code: "InternalServerError", message: "An internal server error occurred." },
  502: { code: "BadGateway", message: "Bad gateway." },
  503: { code: "ServiceUnavailable", message: "The service is temporarily unavailable." },
  504: { code: "GatewayTimeout", message: "The gateway did not answer in time." },
};

/** Microsoft Entra ID: Graph, and the sign-in endpoints of one tenant. */
export class EntraService implements Service {
  readonly cloud = "entra";
  readonly directory: Directory;
  readonly deployer: Deployer;
  readonly #graph: Handler;
  readonly #signIn: SignIn;
  readonly #consent: ConsentPages;
  #mayCallGraph = true;

  constructor(directory: Directory) {
    this.directory = directory;
    this.deployer = new Deployer(directory);
    this.#signIn = new SignIn(directory);
    this.#consent = new ConsentPages(this.#signIn);
    this.#graph = graphHandler(directory, (authorization) => {
      if (!this.#mayCallGraph) throw new GraphError(401, "InvalidAuthenticationToken", ACCESS_ENDED);
      this.deployer.checkAccess(authorization);
    });
  }

  async handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (GRAPH.test(url.pathname)) return this.#graph(request);
    if (url.pathname === METADATA) return Response.json(cloudMetadata(url.origin));
    const [, encodedTenant = "", endpoint] = SIGN_IN.exec(url.pathname) ?? [];
    const tenant = decodeURIComponent(encodedTenant);
    switch (`${request.method} ${endpoint}`) {
      case "GET oauth2/v2.0/authorize":
        return this.#consent.authorize(tenant, url);
      case "POST consent":
        return this.#consent.decide(new URLSearchParams(await request.text()));
      case "POST oauth2/v2.0/token":
        return issueToken(this.#signIn, this.deployer, tenant, request);
      case "GET v2.0/.well-known/openid-configuration":
        return this.#openIdConfiguration(url.origin, tenant);
      default:
        return notFoundPage();
    }
  }

  /** Names the issuer by the tenant's id, even where the caller knows its domain. */
  #openIdConfiguration(origin: string, tenant: string): Response {
    try {
      this.#signIn.checkTenant(tenant);
    } catch (error) {
      const refusal = asSignInError(error);
      return Response.json(refusal.toJson(this.directory.now()), { status: refusal.status });
    }
    return Response.json({
      issuer: issuerOf(origin, this.directory),
      authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
      token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
    });
  }

  describe(method: string, url: URL): Call {
    if (GRAPH.test(url.pathname)) {
      const { path, ids } = graphPath(url.pathname);
      const subject = ids[0] === undefined ? {} : { id: ids[0] };
      return { operation: `${method} ${path}`, write: method !== "GET", ...subject };
    }
    const endpoint = SIGN_IN.exec(url.pathname)?.[2];
    return { operation: `${method} ${endpoint === undefined ? url.pathname : `/{tenant}/${endpoint}`}`, write: false };
  }

  failure(status: number, url: URL): Response {
    const { code, message } = GRAPH_CODES[status] ?? { code: "UnknownError", message: `HTTP status ${status}` };
    if (GRAPH.test(url.pathname)) return new GraphError(status, code, message).toResponse(this.directory.now());
    return Response.json(
      { error: "temporarily_unavailable", error_description: `AADSTS90033: ${message}` },
      { status },
    );
  }

  headers(): Record<string, string> {
    return { "x-ms-request-id": randomUUID() };
  }

  revokeAccess(): void {
    this.#mayCallGraph = false;
  }

  restoreAccess(): void {
    this.#mayCallGraph = true;
  }
}

/** A cloud on one host: sign-in, Graph, and a resource manager that is never called. */
function cloudMetadata(origin: string): Record<string, unknown> {
  return {
    name: "Sandbox",
    portal: origin,
    authentication: { loginEndpoint: origin, audiences: [origin], tenant: "common", identityProvider: "AAD" },
    microsoftGraphResourceId: `${origin}/`,
    resourceManager: `${origin}/`,
    suffixes: {},
  };
}
