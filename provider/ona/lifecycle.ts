import type { Failure } from "../../provider-kit/check.ts";
import { ProviderError } from "../../provider-kit/errors.ts";
import type {
  Lifecycle,
  MaybeUnknown,
  OperationContext,
  OutputChange,
  ResourceLog,
} from "../../provider-kit/resource.ts";
import { sharedId } from "../connect/claimErrors.ts";
import { Claims } from "../connect/claims.ts";
import { ApiError, failedFor } from "../connect/errors.ts";
import { calls } from "../connect/retry.ts";
import { explain, explainCall, foreign, GoneError, samePlace, uncertain } from "./explain.ts";
import { defaultHostOf, findById, offerOf, patiently, placeOf, redirectUriOf } from "./find.ts";
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
import type { OnaServices } from "./services.ts";
import type { ScmIntegration } from "./types.ts";
import { askRunner, problemsOf, prove } from "./validate.ts";
import { createNew, findFormer, sendUpdate, type Writing, writtenFingerprint } from "./write.ts";

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
    const holder = this.#claims.keep(urn, id);
    if (holder !== undefined) throw sharedId(id, urn, holder, "Ona");
    return [];
  }

  planned(log: ResourceLog): void {
    this.#services.warnOfMissingToken(log);
  }

  async create(inputs: Inputs, context: OperationContext): Promise<{ id: string; outputs: Outputs }> {
    refuseRedacted(inputs);
    const { api } = this.#services;
    const offer = await offerOf(api, inputs, context);
    const wanted: Wanted = { ...inputs, host: inputs.host ?? defaultHostOf(offer) };
    this.#claimPlace(wanted, context.urn);
    const writing = { services: this.#services, claims: this.#claims, wanted, context };
    const former = await findFormer(writing);
    const problems = await prove(this.#services, wanted, former?.id, context);
    const outputs = (live: ScmIntegration) => outputsOfLive(live, redirectUriOf(offer), problems);
    if (former !== undefined) {
      const taken = await this.#goOnWith(writing, former, outputs(former)).catch((error: unknown) => {
        // A read may still show what was deleted a moment ago. A write does not lag.
        if (!(error instanceof GoneError)) throw error;
      });
      if (taken !== undefined) return taken;
    }
    const live = await createNew(writing);
    // A request without an answer has made it.
    if (live.encryptedSecret !== undefined) return this.#goOnWith(writing, live, outputs(live));
    this.#claims.hold(context.urn, live.id, false);
    return { id: live.id, outputs: await this.#written(writing, live, outputs(live), false) };
  }

  async read(id: string, state: State | undefined, context: OperationContext, inputs: Partial<Inputs> = {}) {
    const { api } = this.#services;
    if (state === undefined) return this.#readForImport(id, context);
    const live = await findById(api, id, state, context);
    if (live === undefined) return undefined;
    const problems = await problemsOf(this.#services, live, state, inputs, context);
    const offer = await offerOf(api, live, context).catch(unlessCancelled(context, undefined));
    const redirectUri = offer === undefined ? state.redirectUri : redirectUriOf(offer);
    const outputs = {
      ...outputsOfLive(live, redirectUri, problems, state),
      connectUrl: await this.#connectUrl(live, context, state.connectUrl),
    };
    return { inputs: { ...toInputs(live, state), ...hiddenSecret(live, state, inputs) }, outputs };
  }

  async update(id: string, old: State, news: Inputs, context: OperationContext): Promise<Outputs> {
    if (!needsUpdate(old, news)) return outputsOf(old);
    refuseRedacted(news);
    const { api } = this.#services;
    const wanted: Wanted = { ...news, host: old.host };
    const live = await findById(api, id, wanted, context);
    if (live === undefined) throw new GoneError(id, wanted);
    const adopting = news.adoptExisting && old.clientSecret === undefined && old.clientId === undefined;
    if (isForeign(live, old, news) && !adopting) throw foreign(live, context.urn, wanted);
    const problems = await prove(this.#services, wanted, id, context);
    const outputs = { ...outputsOfLive(live, old.redirectUri, problems), connectUrl: old.connectUrl };
    const writing = { services: this.#services, claims: this.#claims, wanted, context };
    return this.#bringUpToDate(writing, live, outputs, old);
  }

  delete(id: string, state: State, context: OperationContext, inputs: Partial<Inputs> = {}): Promise<void> {
    return remove({ services: this.#services, claims: this.#claims, id, state, inputs, context });
  }

  /** Gives an integration that is there already what this program wants. */
  async #goOnWith(writing: Writing, live: ScmIntegration, outputs: Outputs) {
    const { context } = writing;
    this.#claims.hold(context.urn, live.id, false);
    context.log.info(`going on with integration ${live.id}, which the runner already has for ${live.host}`);
    return { id: live.id, outputs: await this.#bringUpToDate(writing, live, outputs, {}) };
  }

  /** @param old the state to go back to if nobody knows whether Ona has carried the update out */
  async #bringUpToDate(
    writing: Writing,
    live: ScmIntegration,
    outputs: Outputs,
    old: Partial<State>,
  ): Promise<Outputs> {
    const { wanted, context } = writing;
    try {
      const { pat, repeated } = await sendUpdate(writing, live, old);
      // After an update without an answer the state has no secret.
      const late = repeated || (old.clientId !== undefined && old.clientSecret === undefined);
      return await this.#written(writing, live, { ...outputs, pat }, late);
    } catch (error) {
      if (failedFor(error, "notFound")) throw new GoneError(live.id, wanted);
      const cause = await explain(error, "update", wanted, this.#services.api, context);
      throw uncertain(live.id, outputs, old, cause);
    }
  }

  /** Adds what only a written integration has. */
  async #written(writing: Writing, live: ScmIntegration, outputs: Outputs, late: boolean): Promise<Outputs> {
    const { wanted, context } = writing;
    const { secretFingerprint: _, ...rest } = outputs;
    if (wanted.clientId === undefined) return { ...rest, connectUrl: await this.#connectUrl(live, context, "") };
    const now = await writtenFingerprint(writing, live.id, fingerprint(live), late);
    const connectUrl = outputs.connectUrl || (await this.#patientConnectUrl(live, context));
    return { ...rest, connectUrl, ...(now !== undefined && { secretFingerprint: now }) };
  }

  #patientConnectUrl(live: ScmIntegration, context: OperationContext): Promise<string> {
    return patiently(async () => (await this.#connectUrl(live, context, "")) || undefined, context).then(
      (url) => url ?? "",
      () => "",
    );
  }

  #connectUrl({ runnerId, host }: ScmIntegration, context: OperationContext, fallback: string): Promise<string> {
    return this.#services.api.connectUrl(runnerId, host, calls(context)).catch(unlessCancelled(context, fallback));
  }

  /** An input without a host names a place only now. */
  #claimPlace(wanted: Wanted, urn: string): void {
    const other = this.#claims.claimantOf(placeOf(wanted), urn);
    if (other !== undefined) throw new ProviderError(`host ${samePlace(other)}`);
    this.#claims.claim(urn, placeOf(wanted));
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
    const problems = await askRunner(this.#services, { ...live, clientSecret: live.encryptedSecret }, context);
    const withoutApp = live.clientId === undefined;
    const inputs = {
      runnerId,
      scmId,
      host,
      pat,
      ...toInputs(live, {}),
      ...(!withoutApp && { clientSecret: REDACTED }),
    };
    const connectUrl = await this.#connectUrl(live, context, "");
    const imported = withoutApp ? { secretFingerprint: REDACTED } : {};
    return { inputs, outputs: { ...outputsOfLive(live, redirectUri, problems), connectUrl, ...imported } };
  }
}

/** What a refresh says of a secret that is not the one in the state. */
function hiddenSecret(live: ScmIntegration, state: State, inputs: Partial<Inputs>): Partial<Inputs> {
  if (live.clientId !== undefined && isForeign(live, state, inputs)) return { clientSecret: REDACTED };
  if (state.clientSecret === undefined) return {};
  return hasOtherSecret(live, state) ? { clientSecret: CHANGED } : {};
}

/** For what an operation can do without. */
function unlessCancelled<T>({ signal }: OperationContext, fallback: T): (error: unknown) => T {
  return (error) => {
    signal.throwIfAborted();
    if (error instanceof ApiError || error instanceof ProviderError) return fallback;
    throw error;
  };
}

/** What a live integration and its runner say, but for the link by which people connect. */
function outputsOfLive(
  live: ScmIntegration,
  redirectUri: string,
  problems: ScmProblem[],
  state: Partial<State> = {},
): Outputs {
  const { host, pat } = live;
  const now = fingerprint(live) ?? (state.secretFingerprint === REDACTED ? REDACTED : undefined);
  const known = { host, pat, verified: problems.length === 0, problems, redirectUri, connectUrl: "" };
  return now === undefined ? known : { ...known, secretFingerprint: now };
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
