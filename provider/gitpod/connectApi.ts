import { ProviderError } from "../server/errors.ts";
import type { AuthProvider, AuthProviderApi, AuthProviderChanges, NewAuthProvider } from "./authProviders.ts";
import type { Answer, openCall } from "./connection.ts";
import { GitpodError } from "./errors.ts";
import type { CallContext, Repeatable, Retry } from "./retry.ts";

export interface ApiOptions {
  readonly baseUrl: string;
  readonly token: string | undefined;
  /** Milliseconds one attempt may take. */
  readonly requestTimeout: number;
  readonly retry: Retry;
}

type Client = ReturnType<typeof openCall>["client"];
type Connection = typeof import("./connection.ts");
interface Call {
  readonly client: Client;
  readonly options: { readonly signal: AbortSignal; readonly timeoutMs: number };
  readonly answer: Answer;
  readonly connection: Connection;
}

const PAGE_SIZE = 100;

/** The Gitpod API over Connect RPC with JSON. */
export class ConnectApi implements AuthProviderApi {
  readonly #options: ApiOptions;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  create(provider: NewAuthProvider, context: CallContext): Promise<AuthProvider> {
    const { organizationId, host, ...oauth2Config } = provider;
    const owner = { case: "organizationId" as const, value: organizationId };
    return this.#call("ifNotHandled", context, async ({ client, options, answer, connection }) => {
      const request = { owner, type: connection.AZURE_DEVOPS, host, oauth2Config };
      return connection.readAuthProvider((await client.createAuthProvider(request, options)).authProvider, answer);
    });
  }

  get(id: string, context: CallContext): Promise<AuthProvider | undefined> {
    return this.#call("always", context, async ({ client, options, answer, connection }) => {
      const response = await client.getAuthProvider({ authProviderId: id }, options);
      return connection.readAuthProvider(response.authProvider, answer);
    }).catch(whenNotFound(undefined));
  }

  async list(organizationId: string, context: CallContext): Promise<AuthProvider[]> {
    const id = { case: "organizationId" as const, value: organizationId };
    const found = new Map<string, AuthProvider>();
    for (let page = 1, token = ""; ; page++) {
      const { providers, nextToken } = await this.#call(
        "always",
        context,
        async ({ client, options, answer, connection }) => {
          const pagination = { pageSize: PAGE_SIZE, page, token };
          const response = await client.listAuthProviders({ id, pagination }, options);
          const providers = response.authProviders.map((message) => connection.readAuthProvider(message, answer));
          return { providers, nextToken: response.pagination?.nextToken ?? "" };
        },
      );
      const before = found.size;
      for (const provider of providers) found.set(provider.id, provider);
      // An installation that ignores the page number gives the same ones again.
      if (providers.length < PAGE_SIZE || found.size === before) return [...found.values()];
      token = nextToken;
    }
  }

  update(id: string, changes: AuthProviderChanges, context: CallContext): Promise<AuthProvider> {
    return this.#call("always", context, async ({ client, options, answer, connection }) => {
      const response = await client.updateAuthProvider({ authProviderId: id, ...changes }, options);
      return connection.readAuthProvider(response.authProvider, answer);
    });
  }

  delete(id: string, context: CallContext): Promise<void> {
    return this.#call("always", context, async ({ client, options }) => {
      await client.deleteAuthProvider({ authProviderId: id }, options);
    }).catch(whenNotFound(undefined));
  }

  async #call<T>(repeatable: Repeatable, context: CallContext, call: (call: Call) => Promise<T>): Promise<T> {
    const { baseUrl, token, requestTimeout, retry } = this.#options;
    if (token === undefined) throw missingToken();
    // Connect's libraries take 120 ms to load: a preview makes no call and does not pay for them.
    const connection = await import("./connection.ts");
    return retry.run(repeatable, context, async () => {
      const { client, answer } = connection.openCall(baseUrl, token);
      const options = { signal: context.signal, timeoutMs: requestTimeout };
      try {
        return await call({ client, options, answer, connection });
      } catch (error) {
        throw connection.toGitpodError(error, answer);
      }
    });
  }
}

function whenNotFound<T>(result: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof GitpodError && error.code === "not_found") return result;
    throw error;
  };
}

function missingToken(): ProviderError {
  return new ProviderError(
    "gitpod:token is not set, and calling the Gitpod API needs the personal access token of an organization owner. " +
      "Set it with `pulumi config set --secret gitpod:token` or in the environment variable GITPOD_TOKEN.",
  );
}
