import type { Clock } from "../../provider-kit/clock.ts";
import type { AuthProvider, AuthProviderApi } from "../classic/authProviders.ts";
import type { CallContext } from "./retry.ts";

/** How long reads are collected before the first call is made, in milliseconds. */
const COLLECT = 10;
/** How long a list is believed, in milliseconds: a deployment of many integrations takes as long. */
const BELIEVED = 60_000;

interface Reading {
  readonly since: number;
  list: List | undefined;
  /** What this process has changed since. */
  readonly outdated: Set<string>;
}

interface List {
  /** That of the read which makes the call. */
  readonly signal: AbortSignal;
  readonly byId: Promise<ReadonlyMap<string, AuthProvider>>;
}

interface ReadContext extends CallContext {
  readonly clock: Clock;
}

/**
 * BatchedReader integrations for many who ask one by one, as the engine does: where there are several, a list of an organization
 * answers for all that it has. A refresh of one alone asks for it by its id.
 */
export class BatchedReader {
  readonly #api: Pick<AuthProviderApi, "get" | "list">;
  readonly #organizations = new Map<string, Reading>();
  #count = 0;

  constructor(api: Pick<AuthProviderApi, "get" | "list">) {
    this.#api = api;
  }

  /** Undefined when the organization has none with this id; fails where the token may not see that. */
  async read(id: string, organizationId: string, context: ReadContext): Promise<AuthProvider | undefined> {
    const reading = this.#join(organizationId, context.clock.now());
    this.#count++;
    await context.clock.sleep(COLLECT, context.signal);
    const known = this.#count === 1 ? undefined : await this.#listed(reading, organizationId, context);
    const trusted = known !== undefined && !reading.outdated.has(id);
    const listed = trusted ? known.get(id) : undefined;
    // Whether it is gone, or was only left out of the list, is for the API to say.
    const live = listed ?? (await this.#api.get(id, context));
    if (live !== undefined || trusted) return live;
    // Gitpod says `not_found` to somebody without access too: only a list that succeeds without it says that it is gone.
    return (await this.#api.list(organizationId, context)).find((each) => each.id === id);
  }

  /** The organization's integrations as they were up to a minute ago, without those that this process has changed since. */
  async list(organizationId: string, context: ReadContext): Promise<readonly AuthProvider[]> {
    const reading = this.#join(organizationId, context.clock.now());
    const known = await this.#listed(reading, organizationId, context);
    if (known === undefined) return this.list(organizationId, context);
    return [...known.values()].filter(({ id }) => !reading.outdated.has(id));
  }

  /** Notes that this process has changed an integration; without an id, whatever the organization has is read anew. */
  forget(organizationId: string, id?: string): void {
    if (id === undefined) this.#organizations.delete(organizationId);
    else this.#organizations.get(organizationId)?.outdated.add(id);
  }

  #join(organizationId: string, now: number): Reading {
    const before = this.#organizations.get(organizationId);
    const current = before !== undefined && now - before.since < BELIEVED;
    const reading = current ? before : { since: now, list: undefined, outdated: new Set<string>() };
    this.#organizations.set(organizationId, reading);
    return reading;
  }

  /** Undefined when the list was another's, who was cancelled. */
  async #listed(reading: Reading, organizationId: string, context: CallContext) {
    reading.list ??= {
      signal: context.signal,
      byId: this.#api
        .list(organizationId, context)
        .then((providers) => new Map(providers.map((provider) => [provider.id, provider]))),
    };
    const { signal, byId } = reading.list;
    try {
      return await byId;
    } catch (error) {
      this.forget(organizationId);
      if (context.signal.aborted || !signal.aborted) throw error;
      return undefined;
    }
  }
}
