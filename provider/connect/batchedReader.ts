import type { Clock } from "../../provider-kit/clock.ts";
import type { CallContext } from "./retry.ts";

/** How long reads are collected before the first call is made, in milliseconds. */
const COLLECT = 10;
/** How long a list is used, in milliseconds: a deployment of many resources takes as long. */
const FRESH = 60_000;

/** What an API offers to look things up. A `parent` is what a list belongs to, such as an organization. */
export interface Lookup<T> {
  /** Undefined when there is none with this id, or none that the token may see: only a list tells which. */
  get(id: string, context: CallContext): Promise<T | undefined>;
  list(parent: string, context: CallContext): Promise<T[]>;
}

interface Reading<T> {
  readonly since: number;
  list: List<T> | undefined;
  /** Ids that this process has changed since. */
  readonly outdated: Set<string>;
}

interface List<T> {
  /** That of the read which makes the call. */
  readonly signal: AbortSignal;
  readonly byId: Promise<ReadonlyMap<string, T>>;
}

interface ReadContext extends CallContext {
  readonly clock: Clock;
}

/**
 * Undefined when the parent has none with this id. An API may say "not found" to a token that has lost its access; a list
 * fails then, so only a list without the id says that it is gone.
 */
export async function findLive<T extends { readonly id: string }>(
  api: Lookup<T>,
  id: string,
  parent: string,
  context: CallContext,
): Promise<T | undefined> {
  return (await api.get(id, context)) ?? (await api.list(parent, context)).find((each) => each.id === id);
}

/**
 * Reads for many callers who ask one by one, as the engine does: where there are several, one list of the parent answers
 * for all. A single read asks by id.
 */
export class BatchedReader<T extends { readonly id: string }> {
  readonly #api: Lookup<T>;
  readonly #parents = new Map<string, Reading<T>>();
  #count = 0;

  constructor(api: Lookup<T>) {
    this.#api = api;
  }

  /** Undefined when the parent has none with this id; fails where the token may not see that. */
  async read(id: string, parent: string, context: ReadContext): Promise<T | undefined> {
    const reading = this.#join(parent, context.clock.now());
    this.#count++;
    await context.clock.sleep(COLLECT, context.signal);
    const known = this.#count === 1 ? undefined : await this.#listed(reading, parent, context);
    if (known === undefined || reading.outdated.has(id)) return findLive(this.#api, id, parent, context);
    // A list may leave out what is there, so the API is asked by id before it counts as gone.
    return known.get(id) ?? this.#api.get(id, context);
  }

  /** All that the parent has, up to a minute old, without what this process has changed since. */
  async list(parent: string, context: ReadContext): Promise<readonly T[]> {
    const reading = this.#join(parent, context.clock.now());
    const known = await this.#listed(reading, parent, context);
    if (known === undefined) return this.list(parent, context);
    return [...known.values()].filter(({ id }) => !reading.outdated.has(id));
  }

  /** Notes that this process has changed something; without an id, all that the parent has is read again. */
  forget(parent: string, id?: string): void {
    if (id === undefined) this.#parents.delete(parent);
    else this.#parents.get(parent)?.outdated.add(id);
  }

  #join(parent: string, now: number): Reading<T> {
    const before = this.#parents.get(parent);
    const current = before !== undefined && now - before.since < FRESH;
    const reading = current ? before : { since: now, list: undefined, outdated: new Set<string>() };
    this.#parents.set(parent, reading);
    return reading;
  }

  /** Undefined when another caller asked for the list and was cancelled. */
  async #listed(reading: Reading<T>, parent: string, context: CallContext) {
    reading.list ??= {
      signal: context.signal,
      byId: this.#api.list(parent, context).then((all) => new Map(all.map((each) => [each.id, each]))),
    };
    const { signal, byId } = reading.list;
    try {
      return await byId;
    } catch (error) {
      this.forget(parent);
      if (context.signal.aborted || !signal.aborted) throw error;
      return undefined;
    }
  }
}
