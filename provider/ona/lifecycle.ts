import type { Failure } from "../../provider-kit/check.ts";
import { ProviderError } from "../../provider-kit/errors.ts";
import type { Lifecycle, MaybeUnknown, OperationContext, OutputChange } from "../../provider-kit/resource.ts";
import { Claims } from "../connect/claims.ts";
import { ApiError, failedFor } from "../connect/errors.ts";
import type { OnaApi } from "./api.ts";
import { explain, explainCall, foreign, gone, samePlace, sharedId, uncertain } from "./explain.ts";
import { defaultHostOf, findById, placeOf, redirectUriOf } from "./find.ts";
import { wrongTogether } from "./inputs.ts";
import {
  CHANGED,
  fingerprint,
  hasOtherSecret,
  isForeign,
  needsUpdate,
  REDACTED,
  toInputs,
  type Wanted,
} from "./mapping.ts";
import { remove } from "./remove.ts";
import { type Inputs, isScmId, type Outputs, type ScmProblem, type State } from "./schema.ts";
import { calls, type OnaServices } from "./services.ts";
import type { ScmIntegration, ScmOffer } from "./types.ts";
import { problemsOf, prove } from "./validate.ts";
import { createNew, findFormer, sendUpdate, writtenFingerprint } from "./write.ts";

/** Creates, reads, updates and deletes an integration. None is lost, none is created twice, and no person loses a sign-in unsaid. */
export class ScmIntegrationLifecycle implements Lifecycle<Inputs, Outputs> {
  readonly #services: OnaServices;
  readonly #claims = new Claims();

  constructor(services: OnaServices) {
    this.#services = services;
  }

  check(inputs: MaybeUnknown<Inputs>, urn: string): Failure[] {
    const { runnerId, scmId, host = "" } = inputs;
    const known = [runnerId, scmId, host].every((each) => typeof each === "string");
    const place = known ? placeOf({ runnerId, scmId, host } as Wanted) : undefined;
    const other = place && this.#claims.claimantOf(place, urn);
    this.#claims.claim(urn, place);
    return [...wrongTogether(inputs), ...(other ? [{ property: "host", reason: `host ${samePlace(other)}` }] : [])];
  }

  diff(id: string, urn: string, _state: State, replaces: boolean): OutputChange[] {
    // A refresh compares too, even what the program no longer has.
    if (replaces || !this.#claims.has(urn)) return [];
    const holder = this.#claims.holderOf(id, urn);
    if (holder !== undefined && holder !== urn) throw sharedId(id, urn, holder);
    this.#claims.hold(urn, id, true);
    return [];
  }

  async create(inputs: Inputs, context: OperationContext): Promise<{ id: string; outputs: Outputs }> {
    refuseRedacted(inputs);
    const { api } = this.#services;
    const offer = await offerOf(api, inputs, context);
    const wanted: Wanted = { ...inputs, host: inputs.host ?? defaultHostOf(offer) };
    const writing = { services: this.#services, claims: this.#claims, wanted, context };
    const former = await findFormer(writing);
    const problems = await prove(this.#services, wanted, former?.id, context);
    const live = former ?? (await createNew(writing));
    this.#claims.hold(context.urn, live.id, false);
    const outputs = await this.#outputs(live, redirectUriOf(offer), problems, context);
    // One that is there already, or that a request without an answer has made, gets what this program wants.
    if (live.encryptedSecret === undefined && former === undefined) {
      return { id: live.id, outputs: await this.#written(live.id, outputs, undefined, context) };
    }
    context.log.info(`going on with integration ${live.id}, which the runner already has for ${live.host}`);
    return { id: live.id, outputs: await this.#bringUpToDate(writing, live, outputs) };
  }

  async read(id: string, state: State | undefined, context: OperationContext, inputs: Partial<Inputs> = {}) {
    const { api } = this.#services;
    if (state === undefined) return this.#readForImport(id, context);
    const live = await findById(api, id, state, context);
    if (live === undefined) return undefined;
    const problems = await problemsOf(this.#services, live, state, inputs, context);
    const offer = await offerOf(api, live, context).catch(unlessCancelled(context, undefined));
    const redirectUri = offer === undefined ? state.redirectUri : redirectUriOf(offer);
    const outputs = await this.#outputs(live, redirectUri, problems, context, state.connectUrl);
    return { inputs: { ...toInputs(live, state), ...hiddenSecret(live, state, inputs) }, outputs };
  }

  async update(id: string, old: State, news: Inputs, context: OperationContext): Promise<Outputs> {
    if (!needsUpdate(old, news)) return outputsOf(old);
    refuseRedacted(news);
    const { api } = this.#services;
    const wanted: Wanted = { ...news, host: old.host };
    const live = await findById(api, id, wanted, context);
    if (live === undefined) throw gone(id, wanted);
    const adopting = news.adoptExisting && old.clientSecret === undefined;
    if (isForeign(live, old, news) && !adopting) throw foreign(live, context.urn, wanted);
    const problems = await prove(this.#services, wanted, id, context);
    const outputs = await this.#outputs(live, old.redirectUri, problems, context, old.connectUrl);
    const writing = { services: this.#services, claims: this.#claims, wanted, context };
    return this.#bringUpToDate(writing, live, outputs, old);
  }

  delete(id: string, state: State, context: OperationContext, inputs: Partial<Inputs> = {}): Promise<void> {
    return remove({ services: this.#services, claims: this.#claims, id, state, inputs, context });
  }

  /** @param old the state to go back to if nobody knows whether Ona has carried the update out */
  async #bringUpToDate(
    writing: Parameters<typeof sendUpdate>[0],
    live: ScmIntegration,
    outputs: Outputs,
    old: Partial<State> = {},
  ): Promise<Outputs> {
    const { wanted, context } = writing;
    let repeated: boolean;
    try {
      repeated = await sendUpdate(writing, live);
    } catch (error) {
      if (failedFor(error, "notFound")) throw gone(live.id, wanted);
      const cause = await explain(error, "update", wanted, this.#services.api, context);
      throw uncertain(live.id, outputs, old, cause);
    }
    const { secretFingerprint: _, ...updated } = { ...outputs, pat: wanted.pat ?? live.pat };
    // The secret may yet be encrypted once more: the next refresh takes the fingerprint.
    return repeated ? updated : this.#written(live.id, updated, fingerprint(live), context);
  }

  async #written(
    id: string,
    outputs: Outputs,
    before: string | undefined,
    context: OperationContext,
  ): Promise<Outputs> {
    const { secretFingerprint: _, ...rest } = outputs;
    const now = await writtenFingerprint({ services: this.#services, context }, id, before);
    return now === undefined ? rest : { ...rest, secretFingerprint: now };
  }

  async #outputs(
    live: ScmIntegration,
    redirectUri: string,
    problems: ScmProblem[],
    context: OperationContext,
    connectUrl = "",
  ): Promise<Outputs> {
    const { runnerId, host, pat } = live;
    const secretFingerprint = fingerprint(live);
    return {
      host,
      pat,
      verified: problems.length === 0,
      problems,
      redirectUri,
      connectUrl: await this.#services.api
        .connectUrl(runnerId, host, calls(context))
        .catch(unlessCancelled(context, connectUrl)),
      ...(secretFingerprint !== undefined && { secretFingerprint }),
    };
  }

  async #readForImport(id: string, context: OperationContext) {
    const { api } = this.#services;
    const live = await api.get(id, calls(context)).catch((error: unknown) => {
      throw explainCall(error, `read integration ${id}`);
    });
    if (live === undefined) return undefined;
    const { runnerId, scmId, host, pat } = live;
    if (!isScmId(scmId)) {
      throw new ProviderError(`integration ${id} is for ${host} (${scmId}), not for Azure DevOps`);
    }
    const redirectUri = redirectUriOf(await offerOf(api, live, context));
    const validation = { ...live, clientSecret: live.encryptedSecret };
    const problems = await api.validate(validation, calls(context)).catch(unlessCancelled(context, []));
    const secret = live.clientId === undefined ? {} : { clientSecret: REDACTED };
    const inputs = { runnerId, scmId, host, pat, ...toInputs(live, {}), ...secret };
    return { inputs, outputs: await this.#outputs(live, redirectUri, problems, context) };
  }
}

/** What a refresh says of a secret that is not the one in the state. */
function hiddenSecret(live: ScmIntegration, state: State, inputs: Partial<Inputs>): Partial<Inputs> {
  if (state.clientSecret === undefined) return {};
  if (isForeign(live, state, inputs)) return { clientSecret: REDACTED };
  return hasOtherSecret(live, state) ? { clientSecret: CHANGED } : {};
}

async function offerOf(
  api: OnaApi,
  { runnerId, scmId }: Pick<Inputs, "runnerId"> & { scmId: string },
  context: OperationContext,
): Promise<ScmOffer | undefined> {
  try {
    return await api.offer(runnerId, scmId, calls(context));
  } catch (error) {
    throw await explain(error, "ask for the redirect URI of", { runnerId }, api, context);
  }
}

/** For what an operation can do without. */
function unlessCancelled<T>({ signal }: OperationContext, fallback: T): (error: unknown) => T {
  return (error) => {
    signal.throwIfAborted();
    if (error instanceof ApiError || error instanceof ProviderError) return fallback;
    throw error;
  };
}

function outputsOf({ host, pat, verified, problems, redirectUri, connectUrl, secretFingerprint }: State): Outputs {
  const known = { host, pat, verified, problems, redirectUri, connectUrl };
  return secretFingerprint === undefined ? known : { ...known, secretFingerprint };
}

function refuseRedacted({ clientSecret }: Inputs): void {
  if (clientSecret !== REDACTED && clientSecret !== CHANGED) return;
  throw new ProviderError(
    `clientSecret is "${clientSecret}", which an import or a refresh writes in its place, because Ona never shows it. ` +
      "Give the client secret of the app registration.",
  );
}
