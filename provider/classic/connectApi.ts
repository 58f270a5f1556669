import { type ApiOptions, Calls } from "../connect/calls.ts";
import { failedFor } from "../connect/errors.ts";
import type { CallContext } from "../connect/retry.ts";
import type { AuthProvider, AuthProviderApi, AuthProviderChanges, NewAuthProvider } from "./authProviders.ts";

const PAGE_SIZE = 100;

/** The Gitpod API over Connect RPC with JSON. */
export class ConnectApi implements AuthProviderApi {
  readonly #calls: Calls<typeof import("./authProviderMessages.ts")>;

  constructor(options: ApiOptions) {
    this.#calls = new Calls(options, () => import("./authProviderMessages.ts"));
  }

  create(provider: NewAuthProvider, context: CallContext): Promise<AuthProvider> {
    const { organizationId, host, ...oauth2Config } = provider;
    const owner = { case: "organizationId" as const, value: organizationId };
    return this.#calls.run("ifNotHandled", context, async ({ client, options, answer, messages }) => {
      const request = { owner, type: messages.AZURE_DEVOPS, host, oauth2Config };
      return messages.readAuthProvider((await client.createAuthProvider(request, options)).authProvider, answer);
    });
  }

  get(id: string, context: CallContext): Promise<AuthProvider | undefined> {
    return this.#calls
      .run("always", context, async ({ client, options, answer, messages }) => {
        const response = await client.getAuthProvider({ authProviderId: id }, options);
        return messages.readAuthProvider(response.authProvider, answer);
      })
      .catch(whenNotFound(undefined));
  }

  async list(organizationId: string, context: CallContext): Promise<AuthProvider[]> {
    const id = { case: "organizationId" as const, value: organizationId };
    const found = new Map<string, AuthProvider>();
    for (let page = 1, token = ""; ; page++) {
      const { providers, nextToken } = await this.#calls.run(
        "always",
        context,
        async ({ client, options, answer, messages }) => {
          const pagination = { pageSize: PAGE_SIZE, page, token };
          const response = await client.listAuthProviders({ id, pagination }, options);
          const providers = response.authProviders.map((message) => messages.readAuthProvider(message, answer));
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
    return this.#calls.run("always", context, async ({ client, options, answer, messages }) => {
      const response = await client.updateAuthProvider({ authProviderId: id, ...changes }, options);
      return messages.readAuthProvider(response.authProvider, answer);
    });
  }

  delete(id: string, context: CallContext): Promise<void> {
    return this.#calls.run("always", context, async ({ client, options }) => {
      await client.deleteAuthProvider({ authProviderId: id }, options);
    });
  }
}

function whenNotFound<T>(result: T): (error: unknown) => T {
  return (error) => {
    if (failedFor(error, "notFound")) return result;
    throw error;
  };
}
