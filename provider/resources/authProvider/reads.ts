import type { AuthProvider, AuthProviderApi } from "../../gitpod/authProviders.ts";
import type { CallContext } from "../../gitpod/retry.ts";
import type { Clock } from "../../server/clock.ts";

/** How long reads are collected before the first call is made, in milliseconds. */
const COLLECT = 10;
/** How long a list is believed, in milliseconds: a refresh of many integrations takes as long. */
const BELIEVED = 60_000;

interface Reading {
  readonly since: number;
  list: List | undefined;
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
 * Reads integrations for a refresh. The engine asks for each by itself; where there are several, a list of an organization
 * answers for all that it has. One alone is asked for by its id.
 */
export class Reads {
  readonly #api: Pick<AuthProviderApi, "get" | "list">;
  readonly #organizations = new Map<string, Reading>();
  #count = 0;

  constructor(api: Pick<AuthProviderApi, "get" | "list">) {
    this.#api = api;
  }

  /** Undefined when there is none with this id. */
  async read(id: string, organizationId: string, context: ReadContext): Promise<AuthProvider | undefined> {
    const reading = this.#join(organizationId, context.clock.now());
    this.#count++;
    await context.clock.sleep(COLLECT, context.signal);
    if (this.#count === 1) return this.#api.get(id, context);
    const known = await this.#listed(reading, organizationId, context);
    // Whether it is gone, or was only left out of the list, is for the API to say.
    return known?.get(id) ?? this.#api.get(id, context);
  }

  /** Forgets what was read: this process has changed something since. */
  forget(organizationId: string): void {
    this.#organizations.delete(organizationId);
  }

  #join(organizationId: string, now: number): Reading {
    const before = this.#organizations.get(organizationId);
    const reading = before !== undefined && now - before.since < BELIEVED ? before : { since: now, list: undefined };
    this.#organizations.set(organizationId, reading);
    return reading;
  }

  /** Undefined when the list was another read's, which was cancelled. */
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
