import type { TryCredentials } from "../../entra/tokenEndpoint.ts";
import type { AuthProvider, AuthProviderApi } from "../../gitpod/authProviders.ts";
import { GitpodError } from "../../gitpod/errors.ts";
import type { CallContext, Retry } from "../../gitpod/retry.ts";
import { PartialFailure, ProviderError } from "../../server/errors.ts";
import type { Lifecycle, OperationContext } from "../../server/resource.ts";
import { proveCredentials } from "./credentialProof.ts";
import { conflict, explain, otherType } from "./explain.ts";
import {
  AZURE_DEVOPS_TYPE,
  needsUpdate,
  REDACTED,
  toChanges,
  toInputs,
  toNewAuthProvider,
  toOutputs,
} from "./mapping.ts";
import { Reads } from "./reads.ts";
import type { Inputs, Outputs, State } from "./schema.ts";

/** What the lifecycle stands on. */
export interface AuthProviderServices {
  readonly api: AuthProviderApi;
  readonly retry: Pick<Retry, "backOff" | "maxRetries">;
  readonly tryCredentials: TryCredentials;
  /** Host name of the Gitpod installation. */
  readonly gitpodHost: string;
}

/** Creates, reads, updates and deletes an integration so that none is lost and none is made twice. */
export function authProviderLifecycle(services: AuthProviderServices): Lifecycle<Inputs, Outputs> {
  const { api, gitpodHost } = services;
  // A forced replacement (`pulumi up --replace`) creates first, finds the integration that it is about to delete, and takes
  // it over. The deletion that follows in the same run must then leave it alone.
  const takenOver = new Set<string>();
  const reads = new Reads(api);
  const find = (id: string, state: State | undefined, context: OperationContext) =>
    state === undefined
      ? api.get(id, calls(context))
      : reads.read(id, state.organizationId, { ...calls(context), clock: context.clock });
  return {
    async create(inputs, context) {
      refuseRedacted(inputs);
      await proveCredentials(inputs, services.tryCredentials, context);
      reads.forget(inputs.organizationId);
      const { provider, existed } = await createOrFind(services, inputs, context);
      if (existed) takenOver.add(provider.id);
      return { id: provider.id, outputs: toOutputs(provider, gitpodHost) };
    },

    async read(id, state, context) {
      const provider = await find(id, state, context).catch((error: unknown) => {
        throw state === undefined ? explainImport(error, id) : explain(error, "read", state);
      });
      if (provider === undefined) return undefined;
      if (state === undefined) refuseForeign(provider);
      const unreadable = state === undefined ? { clientSecret: REDACTED } : {};
      return { inputs: { ...toInputs(provider), ...unreadable }, outputs: toOutputs(provider, gitpodHost) };
    },

    async update(id, old, news, context) {
      if (!needsUpdate(old, news)) return outputsOf(old);
      refuseRedacted(news);
      await proveCredentials(news, services.tryCredentials, context);
      reads.forget(news.organizationId);
      // It may be one whose take-over failed half-way, with the deletion still to come.
      if (old.clientSecret === undefined) takenOver.add(id);
      try {
        return toOutputs(await api.update(id, toChanges(news), calls(context)), gitpodHost);
      } catch (error) {
        if (isNotFound(error)) throw gone(id, news);
        if (error instanceof ProviderError && !context.signal.aborted) throw error;
        throw uncertain(id, outputsOf(old), explain(error, "update", news));
      }
    },

    async delete(id, state, context) {
      if (takenOver.has(id)) return;
      reads.forget(state.organizationId);
      await api.delete(id, calls(context)).catch((error: unknown) => {
        throw explain(error, "delete", state);
      });
    },
  };
}

/**
 * Creates the integration. When an answer is lost, or an earlier run died before it could write its state, the
 * organization's integration for this host with our client id is ours: nobody else has that id.
 */
async function createOrFind(
  services: AuthProviderServices,
  inputs: Inputs,
  context: OperationContext,
): Promise<{ provider: AuthProvider; existed: boolean }> {
  const { api, retry } = services;
  for (let attempt = 0; ; attempt++) {
    try {
      return { provider: await api.create(toNewAuthProvider(inputs), calls(context)), existed: false };
    } catch (error) {
      if (!mayExist(error)) throw explain(error, "create", inputs);
      const existing = await findForHost(api, inputs, context);
      if (existing !== undefined)
        return { provider: await takeOver(services, existing, inputs, context), existed: true };
      if (isAlreadyThere(error) || attempt >= retry.maxRetries) throw explain(error, "create", inputs);
      await retry.backOff(attempt, calls(context), error.message);
    }
  }
}

async function findForHost(
  api: AuthProviderApi,
  inputs: Inputs,
  context: OperationContext,
): Promise<AuthProvider | undefined> {
  try {
    const providers = await api.list(inputs.organizationId, calls(context));
    return providers.find(({ host }) => host === inputs.host);
  } catch (error) {
    throw explain(error, "find out whether there already is", inputs);
  }
}

async function takeOver(
  { api, gitpodHost }: AuthProviderServices,
  existing: AuthProvider,
  inputs: Inputs,
  context: OperationContext,
): Promise<AuthProvider> {
  if (existing.type !== AZURE_DEVOPS_TYPE) throw otherType(existing, inputs);
  if (existing.clientId !== inputs.clientId && !inputs.adoptExisting) throw conflict(existing.id, context.urn, inputs);
  context.log.info(`going on with integration ${existing.id}, which the organization already has for ${inputs.host}`);
  try {
    return await api.update(existing.id, toChanges(inputs), calls(context));
  } catch (error) {
    throw uncertain(existing.id, toOutputs(existing, gitpodHost), explain(error, "bring up to date", inputs));
  }
}

/**
 * Nobody knows which secret the integration has: an attempt whose answer was lost may have been handled, and the program
 * may go back to the old secret before it is tried again. Without a secret in the state the next update sends one.
 */
function uncertain(id: string, outputs: Outputs, cause: unknown): PartialFailure {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new PartialFailure(id, outputs, ["clientSecret"], message, { cause });
}

/** The API refused because there is one, or an integration may have been made without us hearing of it. */
function mayExist(error: unknown): error is GitpodError {
  return error instanceof GitpodError && (isAlreadyThere(error) || error.handled === "maybe");
}

function isAlreadyThere(error: GitpodError): boolean {
  return error.code === "already_exists";
}

function isNotFound(error: unknown): boolean {
  return error instanceof GitpodError && error.code === "not_found";
}

function calls({ signal, log }: OperationContext): CallContext {
  return { signal, status: (message) => log.status(message) };
}

function outputsOf({ verified, redirectUri, activationUrl, scopes, settingsUrl, type }: State): Outputs {
  return { verified, redirectUri, activationUrl, scopes, settingsUrl, type };
}

function refuseRedacted({ clientSecret }: Inputs): void {
  if (clientSecret !== REDACTED) return;
  throw new ProviderError(
    `clientSecret is "${REDACTED}", the mark that an import leaves in its place, because Gitpod never shows it. ` +
      "Give the client secret of the app registration.",
  );
}

function refuseForeign(provider: AuthProvider): void {
  if (provider.type !== AZURE_DEVOPS_TYPE) {
    throw new ProviderError(
      `integration ${provider.id} is for ${provider.host} (${provider.type}), not for Azure DevOps`,
    );
  }
  if (provider.organizationId === "") {
    throw new ProviderError(
      `integration ${provider.id} belongs to a single user; only an organization's can be imported`,
    );
  }
}

function gone(id: string, inputs: Inputs): ProviderError {
  return new ProviderError(
    `integration ${id} for ${inputs.host} is no longer in organization ${inputs.organizationId}: it was deleted outside of ` +
      "Pulumi. Run `pulumi up --refresh`, which creates it again.",
  );
}

function explainImport(error: unknown, id: string): unknown {
  if (!(error instanceof GitpodError)) return error;
  return new ProviderError(`could not read integration ${id}: ${error.quoted}. The id is the integration's, a UUID.`, {
    cause: error,
  });
}
