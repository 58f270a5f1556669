import { randomUUID } from "node:crypto";
import { create, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { DurationSchema } from "@bufbuild/protobuf/wkt";
import { html } from "../../pages/html.ts";
import { IdentityService, Principal } from "../../provider/ona/gen/gitpod/v1/identity_pb.js";
import { RunnerConfigurationService } from "../../provider/ona/gen/gitpod/v1/runner_configuration_pb.js";
import { RunnerService } from "../../provider/ona/gen/gitpod/v1/runner_pb.js";
import { UserService } from "../../provider/ona/gen/gitpod/v1/user_pb.js";
import type { Fault } from "../faults.ts";
import { notFoundPage, page } from "../html.ts";
import { jsonFields, rpcFailure, rpcHandlers, rpcOperation, texts } from "../rpc.ts";
import type { Call, Handler, Service } from "../server.ts";
import { TokenPage } from "../tokenPage.ts";
import type { TokenOwner } from "./access.ts";
import type { Organization } from "./organization.ts";
import { runnerConfigurationService } from "./runnerConfigurationService.ts";
import { identityService, runnerService } from "./runnerService.ts";
import { SignInPages } from "./signInPages.ts";
import { userService } from "./userService.ts";

const RPC = /^\/api\/gitpod\.v1\.\w+\/(\w+)$/;
export const ONA_TOKENS = "/settings/personal-access-tokens";
const AUTHORIZE = /^\/runners\/([^/]+)\/oauth\/authorize$/;

const OWNERS: ReadonlyMap<string, TokenOwner> = new Map([
  ["An administrator", Principal.USER],
  ["A service account", Principal.SERVICE_ACCOUNT],
]);

/** Fits no answer of the API: each of these fields has another type. */
const UNEXPECTED = {
  id: 7,
  integration: 7,
  integrations: 7,
  personalAccessTokens: 7,
  runner: 7,
  runners: 7,
  schema: 7,
  scmIntegration: 7,
  subject: 7,
};

/** Ona: its public API, and the pages by which a person connects. */
export class OnaService implements Service {
  readonly cloud = "ona";
  readonly #organization: Organization;
  readonly #signIn: SignInPages;
  readonly #tokens: TokenPage<TokenOwner>;
  readonly #rpcs: ReadonlyMap<string, Handler>;

  /** @param origin is known once the server listens */
  constructor(organization: Organization, origin: () => string) {
    this.#organization = organization;
    const signIn = new SignInPages(organization, origin);
    this.#signIn = signIn;
    this.#tokens = new TokenPage({
      title: "Personal access tokens",
      tokens: organization.access.tokens,
      owners: () => OWNERS,
    });
    this.#rpcs = rpcHandlers(
      (router) =>
        router
          .service(RunnerConfigurationService, runnerConfigurationService(organization))
          .service(RunnerService, runnerService(organization, signIn))
          .service(IdentityService, identityService(organization.access))
          .service(UserService, userService(organization.access)),
      ["/api"],
    );
  }

  async handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const rpc = this.#rpcs.get(url.pathname);
    if (rpc !== undefined) return rpc(request);
    const runnerId = AUTHORIZE.exec(url.pathname)?.[1];
    if (runnerId !== undefined) return this.#signIn.authorize(runnerId, url.searchParams.get("host") ?? "");
    if (this.#organization.runners.findByCallback(url) !== undefined) {
      return this.#signIn.callback(new URLSearchParams(await request.text()));
    }
    if (url.pathname === ONA_TOKENS) return this.#tokens.handle(request);
    if (url.pathname === "/complete-auth") return this.#signIn.complete();
    if (url.pathname === "/")
      return page(
        "Ona (sandbox)",
        html`<p>The sandbox's Ona is running. <a href="${ONA_TOKENS}">Personal access tokens</a></p>`,
      );
    return notFoundPage();
  }

  describe(method: string, url: URL, body: string): Call {
    const rpc = RPC.exec(url.pathname)?.[1];
    if (rpc !== undefined) return { ...rpcOperation(rpc), ...this.#subject(body) };
    const [, runnerId] = /^\/runners\/([^/]+)\//.exec(url.pathname) ?? [];
    const operation = `${method} ${url.pathname.replace(/^\/runners\/[^/]+/, "/runners/{id}")}`;
    return { operation, write: false, ...texts({ runnerId, host: url.searchParams.get("host") }) };
  }

  failure(status: number): Response {
    return rpcFailure(status);
  }

  faultResponse(fault: Fault): Response | undefined {
    if (fault.type === "rateLimit") return rateLimit(fault.retryAfter);
    if (fault.type === "unexpectedJson") return Response.json(UNEXPECTED);
    return undefined;
  }

  headers(): Record<string, string> {
    return { "x-request-id": randomUUID() };
  }

  revokeAccess(): void {
    this.#organization.access.tokens.revokeAll();
  }

  /** Runner, host and id in a request or of the integration that it names, and nothing else. */
  #subject(body: string): Pick<Call, "runnerId" | "host" | "id"> {
    const { scmIntegration, ...request } = jsonFields(body);
    const { runnerId, host, id } = { ...Object(scmIntegration), ...request } as Record<string, unknown>;
    const named = texts({ id, runnerId, host });
    const integration = named.id === undefined ? undefined : this.#organization.integrations.get(named.id);
    return { ...texts({ runnerId: integration?.runnerId, host: integration?.host }), ...named };
  }
}

/** With a number, says in both of Ona's ways how many seconds to wait. */
function rateLimit(retryAfter: string | number | undefined): Response {
  const seconds = Number(retryAfter);
  if (!Number.isFinite(seconds)) return rpcFailure(429);
  const response = rpcFailure(429, { details: [retryInfo(seconds)] });
  response.headers.set("ratelimit-retryafter", String(Math.ceil(seconds)));
  return response;
}

/** An error detail of Connect: `google.rpc.RetryInfo`, whose only field is a duration. */
function retryInfo(seconds: number): { type: string; value: string } {
  const whole = Math.floor(seconds);
  const delay = create(DurationSchema, { seconds: BigInt(whole), nanos: Math.round((seconds - whole) * 1e9) });
  const message = new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(toBinary(DurationSchema, delay)).finish();
  return { type: "google.rpc.RetryInfo", value: Buffer.from(message).toString("base64").replace(/=+$/, "") };
}
