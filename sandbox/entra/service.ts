import { randomUUID } from "node:crypto";
import type { Call, Handler, Service } from "../front.ts";
import { page } from "../html.ts";
import { Deployer } from "./deployer.ts";
import type { Directory } from "./directory.ts";
import { GraphError } from "./errors.ts";
import { graphHandler, graphPath } from "./graph.ts";
import { cloudMetadata, METADATA, openIdConfiguration } from "./metadata.ts";
import { ConsentPages } from "./pages.ts";
import { SignIn } from "./signIn.ts";
import { issueToken } from "./token.ts";

const SIGN_IN =
  /^\/([^/]+)\/(oauth2\/v2\.0\/authorize|oauth2\/v2\.0\/token|consent|v2\.0\/\.well-known\/openid-configuration)$/;

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

/** Microsoft Entra ID: Graph's app registrations, and the sign-in endpoints of one tenant. */
export class EntraService implements Service {
  readonly cloud = "entra";
  readonly handle: Handler;
  readonly deployer: Deployer;
  readonly #directory: Directory;
  #mayCallGraph = true;

  constructor(directory: Directory) {
    this.#directory = directory;
    const deployer = new Deployer(directory);
    this.deployer = deployer;
    const graph = graphHandler(directory, (authorization) => {
      if (!this.#mayCallGraph) throw new GraphError(401, "InvalidAuthenticationToken", ACCESS_ENDED);
      deployer.checkAccess(authorization);
    });
    const signIn = new SignIn(directory);
    const consent = new ConsentPages(signIn);
    this.handle = async (request) => {
      const url = new URL(request.url);
      if (GRAPH.test(url.pathname)) return graph(request);
      if (url.pathname === METADATA) return Response.json(cloudMetadata(url.origin));
      const [, tenant = "", endpoint] = SIGN_IN.exec(url.pathname) ?? [];
      return visit({ signIn, consent, deployer }, { request, url, tenant: decodeURIComponent(tenant), endpoint });
    };
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
    if (GRAPH.test(url.pathname)) return new GraphError(status, code, message).toResponse(this.#directory.now());
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

interface Visit {
  readonly request: Request;
  readonly url: URL;
  readonly tenant: string;
  readonly endpoint: string | undefined;
}

interface SignInEndpoints {
  readonly signIn: SignIn;
  readonly consent: ConsentPages;
  readonly deployer: Deployer;
}

async function visit(
  { signIn, consent, deployer }: SignInEndpoints,
  { request, url, tenant, endpoint }: Visit,
): Promise<Response> {
  switch (`${request.method} ${endpoint}`) {
    case "GET oauth2/v2.0/authorize":
      return consent.authorize(tenant, url);
    case "POST consent":
      return consent.decide(new URLSearchParams(await request.text()));
    case "POST oauth2/v2.0/token":
      return issueToken(signIn, deployer, tenant, request);
    case "GET v2.0/.well-known/openid-configuration":
      return Response.json(openIdConfiguration(url.origin, tenant));
    default:
      return page("Not found", "<p>There is no such page.</p>", 404);
  }
}
