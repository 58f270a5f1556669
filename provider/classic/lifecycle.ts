import { ProviderError } from "../../provider-kit/errors.ts";
import type { Lifecycle, OperationContext } from "../../provider-kit/resource.ts";
import { BatchedReader } from "../connect/batchedReader.ts";
import { ApiError, failedFor } from "../connect/errors.ts";
import { proveCredentials } from "../entra/credentialProof.ts";
import { Claims, placeOf } from "./claims.ts";
import { create, uncertain } from "./create.ts";
import { explain, foreign, samePlace, sharedId } from "./explain.ts";
import { findById } from "./find.ts";
import type { Integration } from "./integrationApi.ts";
import { AZURE_DEVOPS_TYPE, homeOf, needsUpdate, REDACTED, toChanges, toInputs, toOutputs } from "./mapping.ts";
import { isForeign, remove } from "./remove.ts";
import type { Inputs, Outputs, State } from "./schema.ts";
import { calls, type IntegrationServices } from "./services.ts";

/** Creates, reads, updates and deletes an integration. None is lost, none is created twice. */
export function integrationLifecycle(services: IntegrationServices): Lifecycle<Inputs, Outputs> {
  const { api, gitpodHost } = services;
  const claims = new Claims();
  const reads = new BatchedReader(api);
  const hasMoved = (state: State) => ![undefined, gitpodHost].includes(homeOf(state));
  return {
    check({ organizationId, host }, urn) {
      const known = typeof organizationId === "string" && typeof host === "string";
      const place = known ? placeOf({ organizationId, host }) : undefined;
      const other = place && claims.claimantOf(place, urn);
      claims.claim(urn, place);
      return other === undefined ? [] : [{ property: "host", reason: samePlace(other) }];
    },

    diff(id, urn, state, replaces) {
      if (hasMoved(state)) return [{ property: "redirectUri", replaces: true }];
      // A refresh compares too, even what the program no longer has.
      if (replaces || !claims.has(urn)) return [];
      const holder = claims.holderOf(id, urn);
      if (holder !== undefined && holder !== urn) throw sharedId(id, urn, holder);
      claims.hold(urn, id, true);
      return [];
    },

    async create(inputs, context) {
      refuseRedacted(inputs);
      const { organizationId } = inputs;
      const list = (fresh: boolean) => {
        if (fresh) reads.forget(organizationId);
        return reads.list(organizationId, { ...calls(context), clock: context.clock });
      };
      const provider = await create({ services, claims, inputs, context, list });
      reads.forget(organizationId, provider.id);
      claims.hold(context.urn, provider.id, false);
      return { id: provider.id, outputs: toOutputs(provider, gitpodHost) };
    },

    async read(id, state, context, inputs = {}) {
      if (state === undefined) return readForImport(services, id, context);
      if (hasMoved(state)) {
        context.log.warn(
          `integration ${id} was not looked at: it is at ${homeOf(state)}, and the last \`pulumi up\` ran with gitpod:host ${gitpodHost}. ` +
            "Refresh again after a `pulumi up` with the right host.",
        );
        return { inputs: {}, outputs: outputsOf(state) };
      }
      const provider = await reads
        .read(id, state.organizationId, { ...calls(context), clock: context.clock })
        .catch((error: unknown) => {
          throw explain(error, "read", state);
        });
      if (provider === undefined) return undefined;
      // Another app's integration has another secret, and this program deletes only what has the secret that it gave.
      const hidden = isForeign(provider, state, inputs) ? { clientSecret: REDACTED } : {};
      return { inputs: { ...toInputs(provider), ...hidden }, outputs: toOutputs(provider, gitpodHost) };
    },

    async update(id, old, news, context) {
      if (!needsUpdate(old, news)) return outputsOf(old);
      refuseRedacted(news);
      await proveCredentials(news, services.tryCredentials, context);
      const live = await findById(api, id, news, context);
      if (live === undefined) throw gone(id, news);
      const adopting = news.adoptExisting && old.clientSecret === undefined;
      if (isForeign(live, old, news) && !adopting) throw foreign(live, context.urn, news);
      reads.forget(news.organizationId, id);
      try {
        return toOutputs(await api.update(id, toChanges(news), calls(context)), gitpodHost);
      } catch (error) {
        if (failedFor(error, "notFound")) throw gone(id, news);
        if (error instanceof ProviderError && !context.signal.aborted) throw error;
        const { clientId, authorizationUrl, tokenUrl } = adopting ? news : old;
        const credentials = { clientId, authorizationUrl, tokenUrl };
        throw uncertain(id, outputsOf(old), credentials, explain(error, "update", news));
      }
    },

    async delete(id, state, context, inputs = {}) {
      await remove({ services, claims, id, state, inputs, context });
      reads.forget(state.organizationId, id);
    },
  };
}

async function readForImport({ api, gitpodHost }: IntegrationServices, id: string, context: OperationContext) {
  const provider = await api.get(id, calls(context)).catch((error: unknown) => {
    throw explainImport(error, id);
  });
  if (provider === undefined) return undefined;
  refuseForeign(provider);
  return { inputs: { ...toInputs(provider), clientSecret: REDACTED }, outputs: toOutputs(provider, gitpodHost) };
}

function outputsOf({ verified, redirectUri, activationUrl, scopes, settingsUrl, type }: State): Outputs {
  return { verified, redirectUri, activationUrl, scopes, settingsUrl, type };
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

function gone(id: string, inputs: Inputs): ProviderError {
  return new ProviderError(
    `integration ${id} for ${inputs.host} is no longer in organization ${inputs.organizationId}: it was deleted outside of ` +
      "Pulumi. Run `pulumi up --refresh`, which creates it again.",
  );
}

function explainImport(error: unknown, id: string): unknown {
  if (!(error instanceof ApiError)) return error;
  return new ProviderError(`could not read integration ${id}: ${error.quoted}. The id is the integration's, a UUID.`, {
    cause: error,
  });
}
