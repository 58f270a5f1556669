import { type ApiOptions, Calls } from "../connect/calls.ts";
import { failedFor } from "../connect/errors.ts";
import type { CallContext } from "../connect/retry.ts";
import type {
  Identity,
  NewScmIntegration,
  PersonalAccessToken,
  Runner,
  ScmIntegration,
  ScmIntegrationChanges,
  ScmOffer,
  SignIn,
  Validation,
  ValidationProblem,
} from "./types.ts";

/** What to do where a call needs a token and there is none. */
export const WITHOUT_TOKEN =
  "gitpod:onaToken is not set, and calling Ona's API needs the personal access token of an administrator of the organization. " +
  "Make one in Ona and set it with `pulumi config set --secret gitpod:onaToken` or in the environment variable ONA_TOKEN, which " +
  "is taken for the host of ONA_BASE_URL or ONA_HOST, else of the stack's gitpod:onaApiUrl, and for no other.";

const PAGE_SIZE = 100;

type Configuration = typeof import("./configurationMessages.ts");
type Runners = typeof import("./runnerMessages.ts");

/** Ona's API over Connect RPC with JSON. Fails with ApiError. */
export class OnaApi {
  readonly #configuration: Calls<Configuration>;
  readonly #runners: Calls<Runners>;
  readonly #identity: Calls<typeof import("./identityMessages.ts")>;
  readonly #users: Calls<typeof import("./userMessages.ts")>;

  constructor(options: ApiOptions) {
    this.#configuration = new Calls(options, WITHOUT_TOKEN, () => import("./configurationMessages.ts"));
    this.#runners = new Calls(options, WITHOUT_TOKEN, () => import("./runnerMessages.ts"));
    this.#identity = new Calls(options, WITHOUT_TOKEN, () => import("./identityMessages.ts"));
    this.#users = new Calls(options, WITHOUT_TOKEN, () => import("./userMessages.ts"));
  }

  /** Returns the id. Does not repeat a request that may have been handled. */
  create(integration: NewScmIntegration, context: CallContext): Promise<string> {
    return this.#configuration.run("ifNotHandled", context, async ({ client, options, answer, messages }) => {
      const { id } = await client.createSCMIntegration(messages.creation(integration), options);
      return messages.required(id, "id of an integration", answer);
    });
  }

  /** Undefined when there is none with this id, none that the token may see, or one that another runner passes on. */
  get(id: string, context: CallContext): Promise<ScmIntegration | undefined> {
    return this.#configuration
      .run("always", context, async ({ client, options, answer, messages }) => {
        const { integration } = await client.getSCMIntegration({ id }, options);
        return messages.readIntegration(integration, answer);
      })
      .catch((error: unknown) => {
        if (failedFor(error, "notFound")) return undefined;
        throw error;
      });
  }

  /** The integrations of a runner, and those that its runner manager passes on. */
  async list(runnerId: string, context: CallContext): Promise<ScmIntegration[]> {
    const filter = { runnerIds: [runnerId] };
    return allPages((token) =>
      this.#configuration.run("always", context, async ({ client, options, answer, messages }) => {
        const page = await client.listSCMIntegrations({ filter, pagination: { pageSize: PAGE_SIZE, token } }, options);
        const items = page.integrations.map((each) => messages.readIntegration(each, answer));
        return { items, nextToken: page.pagination?.nextToken ?? "" };
      }),
    );
  }

  /**
   * Repeats a request that may have been handled, unless it deletes what people have stored.
   *
   * @returns how often it was sent: a request without an answer may still be carried out later
   */
  async update(id: string, changes: ScmIntegrationChanges, context: CallContext): Promise<number> {
    const repeatable = changes.clientId === "" || changes.pat === false ? "ifNotHandled" : "always";
    let sent = 0;
    await this.#configuration.run(repeatable, context, ({ client, options, messages }) => {
      sent++;
      return client.updateSCMIntegration(messages.update(id, changes), options);
    });
    return sent;
  }

  /** Fails as `notFound` when there is none with this id, or none that the token may see. */
  async delete(id: string, context: CallContext): Promise<void> {
    await this.#configuration.run("always", context, ({ client, options }) =>
      client.deleteSCMIntegration({ id }, options),
    );
  }

  /** Undefined where the runner does not know this kind of source control. */
  offer(runnerId: string, scmId: string, context: CallContext): Promise<ScmOffer | undefined> {
    return this.#configuration.run("always", context, async ({ client, options, answer, messages }) => {
      const { schema } = await client.getRunnerConfigurationSchema({ runnerId }, options);
      return messages.readOffer(schema, scmId, answer);
    });
  }

  /** What is wrong with an integration by its runner's word. It changes nothing. */
  validate(integration: Validation, context: CallContext): Promise<ValidationProblem[]> {
    return this.#configuration.run("always", context, async ({ client, options, answer, messages }) => {
      const result = await client.validateRunnerConfiguration(messages.validation(integration), options);
      return messages.readProblems(result.scmIntegration, answer);
    });
  }

  /** Link by which a person connects by OAuth; empty where there is none. */
  async connectUrl(runnerId: string, host: string, context: CallContext): Promise<string> {
    return (await this.signIn(runnerId, host, context)).connectUrl;
  }

  /** How people connect to a host, and whether the token's owner has. */
  signIn(runnerId: string, host: string, context: CallContext): Promise<SignIn> {
    return this.#runners.run("always", context, async ({ client, options }) => {
      const answer = await client.checkAuthenticationForHost({ runnerId, host }, options);
      return { connected: answer.authenticated, connectUrl: answer.supportsOauth2?.authUrl ?? "" };
    });
  }

  runner(runnerId: string, context: CallContext): Promise<Runner> {
    return this.#runners.run("always", context, async ({ client, options, answer, messages }) => {
      const { runner } = await client.getRunner({ runnerId }, options);
      return messages.readRunner(runner, answer);
    });
  }

  /** All runners that the token may see. */
  async runners(context: CallContext): Promise<Runner[]> {
    return allPages((token) =>
      this.#runners.run("always", context, async ({ client, options, answer, messages }) => {
        const page = await client.listRunners({ pagination: { pageSize: PAGE_SIZE, token } }, options);
        const items = page.runners.map((each) => messages.readRunner(each, answer));
        return { items, nextToken: page.pagination?.nextToken ?? "" };
      }),
    );
  }

  identity(context: CallContext): Promise<Identity> {
    return this.#identity.run("always", context, async ({ client, options, answer, messages }) =>
      messages.readIdentity(await client.getAuthenticatedIdentity({}, options), answer),
    );
  }

  /** The personal access tokens of a user. */
  async tokens(userId: string, context: CallContext): Promise<PersonalAccessToken[]> {
    const filter = { userIds: [userId] };
    const found = await allPages((token) =>
      this.#users.run("always", context, async ({ client, options, answer, messages }) => {
        const request = { filter, pagination: { pageSize: PAGE_SIZE, token } };
        const page = await client.listPersonalAccessTokens(request, options);
        const items = page.personalAccessTokens.map((each) => messages.readToken(each, answer));
        return { items, nextToken: page.pagination?.nextToken ?? "" };
      }),
    );
    // An administrator may see the tokens of others.
    return found.filter((each) => each.userId === userId);
  }
}

interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string;
}

/** A token that comes a second time ends the list: an API that repeats one would never end it. */
async function allPages<T extends { readonly id: string }>(read: (token: string) => Promise<Page<T>>): Promise<T[]> {
  const found = new Map<string, T>();
  const seen = new Set<string>();
  for (let token = ""; !seen.has(token); ) {
    seen.add(token);
    const { items, nextToken } = await read(token);
    for (const item of items) found.set(item.id, item);
    if (nextToken === "") break;
    token = nextToken;
  }
  return [...found.values()];
}
