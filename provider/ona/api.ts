import { type ApiOptions, Calls } from "../connect/calls.ts";
import { failedFor } from "../connect/errors.ts";
import type { CallContext } from "../connect/retry.ts";
import { WITHOUT_TOKEN } from "./explain.ts";

/** What an integration signs people in with. Undefined properties are those that it does not have. */
interface Settings {
  readonly clientId: string | undefined;
  readonly issuerUrl: string | undefined;
  readonly pat: boolean;
  readonly virtualDirectory: string | undefined;
}

interface Place {
  readonly runnerId: string;
  readonly scmId: string;
  readonly host: string;
}

/** An integration as Ona stores it. */
export interface ScmIntegration extends Settings, Place {
  readonly id: string;
  /** The client secret, encrypted for the runner. */
  readonly encryptedSecret: Uint8Array | undefined;
}

export interface NewScmIntegration extends Settings, Place {
  readonly clientSecret: string | undefined;
}

/** What an update changes; what is undefined stays. An empty client id turns OAuth off. */
export type ScmIntegrationChanges = { readonly [Name in keyof Settings]?: Settings[Name] | undefined } & {
  readonly clientSecret?: string | undefined;
};

/** What a runner is asked about: with the secret in plain text before it is written, encrypted afterwards. */
export type Validation = Settings &
  Place & { readonly id?: string; readonly clientSecret: string | Uint8Array | undefined };

/** One thing that is wrong, by the name of Ona's field. */
export interface ValidationProblem {
  readonly field: "scmId" | "host" | "oauth" | "pat";
  readonly message: string;
}

/** What a runner says of one kind of source control. */
export interface ScmOffer {
  readonly callbackUrl: string;
  readonly defaultHosts: readonly string[];
}

export interface Runner {
  readonly id: string;
  readonly name: string;
  /** Such as `ACTIVE`. */
  readonly phase: string;
  /** Such as `AWS_EC2`. */
  readonly provider: string;
  readonly region: string;
  /** What Ona says of its state. */
  readonly message: string;
  /** Whether it has ever registered, and with it a key for secrets. */
  readonly registered: boolean;
}

/** Whose token it is. */
export interface Identity {
  readonly id: string;
  /** Such as `USER` or `SERVICE_ACCOUNT`. */
  readonly principal: string;
  readonly organizationId: string;
}

const PAGE_SIZE = 100;

type Configuration = typeof import("./configurationMessages.ts");
type Runners = typeof import("./runnerMessages.ts");

/** Ona's API over Connect RPC with JSON. Fails with ApiError. */
export class OnaApi {
  readonly #configuration: Calls<Configuration>;
  readonly #runners: Calls<Runners>;
  readonly #identity: Calls<typeof import("./identityMessages.ts")>;

  constructor(options: ApiOptions) {
    this.#configuration = new Calls(options, WITHOUT_TOKEN, () => import("./configurationMessages.ts"));
    this.#runners = new Calls(options, WITHOUT_TOKEN, () => import("./runnerMessages.ts"));
    this.#identity = new Calls(options, WITHOUT_TOKEN, () => import("./identityMessages.ts"));
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

  /** Repeats a request that may have been handled, unless it deletes what people have stored. */
  async update(id: string, changes: ScmIntegrationChanges, context: CallContext): Promise<void> {
    const repeatable = changes.clientId === "" || changes.pat === false ? "ifNotHandled" : "always";
    await this.#configuration.run(repeatable, context, ({ client, options, messages }) =>
      client.updateSCMIntegration(messages.update(id, changes), options),
    );
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
  connectUrl(runnerId: string, host: string, context: CallContext): Promise<string> {
    return this.#runners.run("always", context, async ({ client, options }) => {
      const { supportsOauth2 } = await client.checkAuthenticationForHost({ runnerId, host }, options);
      return supportsOauth2?.authUrl ?? "";
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
