import type { Failure } from "../../provider-kit/check.ts";
import { timestamp } from "../../provider-kit/clock.ts";
import { ProviderError } from "../../provider-kit/errors.ts";
import type {
  Lifecycle,
  MaybeUnknown,
  OperationContext,
  OutputChange,
  ResourceLog,
} from "../../provider-kit/resource.ts";
import { BatchedReader } from "../connect/batchedReader.ts";
import { sharedId } from "../connect/claimErrors.ts";
import { Claims } from "../connect/claims.ts";
import { ApiError, failedFor } from "../connect/errors.ts";
import { calls } from "../connect/retry.ts";
import { lastingVerdict, proveCredentials } from "../entra/credentialProof.ts";
import { create, uncertain } from "./create.ts";
import { explain, foreign, gone, notLookedAt, samePlace } from "./explain.ts";
import { findById, placeOf } from "./find.ts";
import type { Integration } from "./integrationApi.ts";
import { AZURE_DEVOPS_TYPE, homeOf, needsUpdate, REDACTED, toChanges, toInputs, toOutputs } from "./mapping.ts";
import { isForeign, remove } from "./remove.ts";
import type { Inputs, Outputs, State } from "./schema.ts";
import type { IntegrationServices } from "./services.ts";

/** Creates, reads, updates and deletes an integration. None is lost, none is created twice. */
export class IntegrationLifecycle implements Lifecycle<Inputs, Outputs> {
  readonly #services: IntegrationServices;
  readonly #claims = new Claims();
  readonly #reader: BatchedReader<Integration>;

  constructor(services: IntegrationServices) {
    this.#services = services;
    this.#reader = new BatchedReader(services.api);
  }

  check({ organizationId, host }: MaybeUnknown<Inputs>, urn: string): Failure[] {
    const known = typeof organizationId === "string" && typeof host === "string";
    const place = known ? placeOf({ organizationId, host }) : undefined;
    const other = place && this.#claims.claimantOf(place, urn);
    this.#claims.claim(urn, place);
    return other === undefined ? [] : [{ property: "host", reason: samePlace(other) }];
  }

  diff(id: string, urn: string, state: State, replaces: boolean): OutputChange[] {
    if (this.#hasMoved(state)) return [{ property: "redirectUri", replaces: true }];
    // A refresh compares too, even what the program no longer has.
    if (replaces || !this.#claims.has(urn)) return [];
    const holder = this.#claims.keep(urn, id);
    if (holder !== undefined) throw sharedId(id, urn, holder, "Gitpod");
    return [];
  }

  planned(log: ResourceLog): void {
    this.#services.warnOfMissingToken(log);
  }

  async create(inputs: Inputs, context: OperationContext): Promise<{ id: string; outputs: Outputs }> {
    refuseRedacted(inputs);
    const { organizationId } = inputs;
    const list = (fresh: boolean) => {
      if (fresh) this.#reader.forget(organizationId);
      return this.#reader.list(organizationId, { ...calls(context), clock: context.clock });
    };
    const integration = await create({ services: this.#services, claims: this.#claims, inputs, context, list });
    this.#reader.forget(organizationId, integration.id);
    this.#claims.hold(context.urn, integration.id, false);
    return { id: integration.id, outputs: this.#outputs(integration) };
  }

  async read(id: string, state: State | undefined, context: OperationContext, inputs: Partial<Inputs> = {}) {
    if (state === undefined) return readForImport(this.#services, id, context);
    if (this.#hasMoved(state)) {
      context.log.warn(notLookedAt(id, homeOf(state), this.#services.gitpodHost));
      return { inputs: {}, outputs: outputsOf(state) };
    }
    const integration = await this.#reader
      .read(id, state.organizationId, { ...calls(context), clock: context.clock })
      .catch((error: unknown) => {
        throw explain(error, "read", state);
      });
    if (integration === undefined) return undefined;
    // Another app's integration has another secret, and this program deletes only what has the secret that it gave.
    const hidden = isForeign(integration, state, inputs) ? { clientSecret: REDACTED } : {};
    const refusedSince = await this.#refusedSince(integration, state, inputs, context);
    const outputs = { ...this.#outputs(integration), ...(refusedSince !== undefined && { refusedSince }) };
    return { inputs: { ...toInputs(integration), ...hidden }, outputs };
  }

  async update(id: string, old: State, news: Inputs, context: OperationContext): Promise<Outputs> {
    if (!needsUpdate(old, news)) return outputsOf(old);
    refuseRedacted(news);
    const { api, tryCredentials } = this.#services;
    await proveCredentials(news, tryCredentials, context);
    const live = await findById(api, id, news, context);
    if (live === undefined) throw gone(id, news);
    const adopting = news.adoptExisting && old.clientSecret === undefined;
    if (isForeign(live, old, news) && !adopting) throw foreign(live, context.urn, news);
    this.#reader.forget(news.organizationId, id);
    try {
      return this.#outputs(await api.update(id, toChanges(news), calls(context)));
    } catch (error) {
      if (failedFor(error, "notFound")) throw gone(id, news);
      if (error instanceof ProviderError && !context.signal.aborted) throw error;
      const { clientId, authorizationUrl, tokenUrl } = adopting ? news : old;
      const credentials = { clientId, authorizationUrl, tokenUrl };
      throw uncertain(id, outputsOf(old), credentials, explain(error, "update", news));
    }
  }

  async delete(id: string, state: State, context: OperationContext, inputs: Partial<Inputs> = {}): Promise<void> {
    await remove({ services: this.#services, claims: this.#claims, id, state, inputs, context });
    this.#reader.forget(state.organizationId, id);
  }

  /** When Entra was first seen to refuse the secret that Gitpod has; undefined where it accepts it or nobody may ask. */
  async #refusedSince(live: Integration, state: State, inputs: Partial<Inputs>, context: OperationContext) {
    const { clientSecret, verifyCredentials } = state;
    const known = typeof clientSecret === "string" && clientSecret !== REDACTED && !isForeign(live, state, inputs);
    if (!known || verifyCredentials === false) return undefined;
    const { clientId, tokenUrl } = live;
    const verdict = await lastingVerdict({ clientId, tokenUrl, clientSecret }, this.#services.tryCredentials, context);
    if (verdict.kind === "accepted") return undefined;
    return state.refusedSince ?? (verdict.kind === "refused" ? timestamp(context.clock.now()) : undefined);
  }

  #hasMoved(state: State): boolean {
    return ![undefined, this.#services.gitpodHost].includes(homeOf(state));
  }

  #outputs(integration: Integration): Outputs {
    return toOutputs(integration, this.#services.gitpodHost);
  }
}

async function readForImport({ api, gitpodHost }: IntegrationServices, id: string, context: OperationContext) {
  const provider = await api.get(id, calls(context)).catch((error: unknown) => {
    throw explainImport(error, id);
  });
  if (provider === undefined) return undefined;
  refuseForeign(provider);
  return { inputs: { ...toInputs(provider), clientSecret: REDACTED }, outputs: toOutputs(provider, gitpodHost) };
}

function outputsOf({ verified, refusedSince, redirectUri, activationUrl, scopes, settingsUrl, type }: State): Outputs {
  const known = { verified, redirectUri, activationUrl, scopes, settingsUrl, type };
  return refusedSince === undefined ? known : { ...known, refusedSince };
}

function refuseRedacted({ clientSecret }: Inputs): void {
  if (clientSecret !== REDACTED) return;
  throw new ProviderError(
    `clientSecret is "${REDACTED}", which an import writes in its place, because Gitpod never shows it. ` +
      "Give the client secret of the app registration.",
  );
}

function refuseForeign(provider: Integration): void {
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

function explainImport(error: unknown, id: string): unknown {
  if (!(error instanceof ApiError)) return error;
  return new ProviderError(`could not read integration ${id}: ${error.quoted}. The id is the integration's, a UUID.`, {
    cause: error,
  });
}
