import { type ApiOptions, Calls } from "../connect/calls.ts";
import { failedFor } from "../connect/errors.ts";
import type { CallContext } from "../connect/retry.ts";
import { WITHOUT_TOKEN } from "./explain.ts";
import type { Integration, IntegrationApi, IntegrationChanges, NewIntegration } from "./integrationApi.ts";

const PAGE_SIZE = 100;

/** The Gitpod API over Connect RPC with JSON. */
export class ConnectIntegrationApi implements IntegrationApi {
  readonly #calls: Calls<typeof import("./integrationMessages.ts")>;

  constructor(options: ApiOptions) {
    this.#calls = new Calls(options, WITHOUT_TOKEN, () => import("./integrationMessages.ts"));
  }

  create(provider: NewIntegration, context: CallContext): Promise<Integration> {
    const { organizationId, host, ...oauth2Config } = provider;
    const owner = { case: "organizationId" as const, value: organizationId };
    return this.#calls.run("ifNotHandled", context, async ({ client, options, answer, messages }) => {
      const request = { owner, type: messages.AZURE_DEVOPS, host, oauth2Config };
      return messages.readIntegration((await client.createAuthProvider(request, options)).authProvider, answer);
    });
  }

  get(id: string, context: CallContext): Promise<Integration | undefined> {
    return this.#calls
      .run("always", context, async ({ client, options, answer, messages }) => {
        const response = await client.getAuthProvider({ authProviderId: id }, options);
        return messages.readIntegration(response.authProvider, answer);
      })
      .catch(whenNotFound(undefined));
  }

  async list(organizationId: string, context: CallContext): Promise<Integration[]> {
    const id = { case: "organizationId" as const, value: organizationId };
    const found = new Map<string, Integration>();
    for (let page = 1, token = ""; ; page++) {
      const { providers, nextToken } = await this.#calls.run(
        "always",
        context,
        async ({ client, options, answer, messages }) => {
          const pagination = { pageSize: PAGE_SIZE, page, token };
          const response = await client.listAuthProviders({ id, pagination }, options);
          const providers = response.authProviders.map((message) => messages.readIntegration(message, answer));
          return { providers, nextToken: response.pagination?.nextToken ?? "" };
        },
      );
      const before = found.size;
      for (const provider of providers) found.set(provider.id, provider);
      // An installation that ignores the page number returns the same ones again.
      if (providers.length < PAGE_SIZE || found.size === before) return [...found.values()];
      token = nextToken;
    }
  }

  update(id: string, changes: IntegrationChanges, context: CallContext): Promise<Integration> {
    return this.#calls.run("always", context, async ({ client, options, answer, messages }) => {
      const response = await client.updateAuthProvider({ authProviderId: id, ...changes }, options);
      return messages.readIntegration(response.authProvider, answer);
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
