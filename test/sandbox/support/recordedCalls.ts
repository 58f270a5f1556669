import type { Exchange } from "../../../sandbox/server.ts";
import type { GraphCall } from "./recordedSteps.ts";

const GRAPH = /^\/(v1\.0|beta)\//;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const RECORDED_ID = /<id \d+>/g;
const SETS = new Set(["redirectUris", "tags", "requiredResourceAccess"]);

/** A call to Graph in the format of the recording; undefined for sign-in. */
export function toGraphCall({ method, url, sent, status }: Exchange): GraphCall | undefined {
  if (!GRAPH.test(url.pathname)) return undefined;
  const query = decodeURIComponent(url.search.slice(1).replaceAll("+", " "));
  return {
    method,
    path: decodeURIComponent(url.pathname),
    ...(query === "" ? {} : { query }),
    ...(sent === "" ? {} : { sent: JSON.parse(sent.replaceAll(url.origin, "https://graph.microsoft.com")) }),
    status: status ?? 0,
  };
}

/** Maps the objects of this run to those of the recording, by comparing their writes. */
export class Ids {
  readonly #recorded = new Map<string, string>();

  set(actual: string, recorded: string): void {
    this.#recorded.set(actual, recorded);
  }

  learnFrom(actual: readonly GraphCall[], recorded: readonly GraphCall[]): void {
    const theirs = grouped(recorded);
    for (const [group, writes] of Object.entries(grouped(actual))) {
      for (const [place, write] of writes.entries()) {
        const same = theirs[group]?.[place];
        if (same !== undefined) this.#learn(write, same);
      }
    }
  }

  #learn(actual: GraphCall, recorded: GraphCall): void {
    const [ours, theirs] = [JSON.stringify(actual), JSON.stringify(recorded)];
    const ids = (ours.match(UUID) ?? []).filter(
      (id) => !theirs.includes(id) && !ours.includes(`TERRAFORM_UPDATE_${id}`),
    );
    const names = theirs.match(RECORDED_ID) ?? [];
    if (ids.length !== names.length) return;
    for (const [place, id] of ids.entries()) {
      if (!this.#recorded.has(id)) this.#recorded.set(id, names[place] as string);
    }
  }

  /** Adds names such as `<id 7>` for objects that the recording does not have. */
  nameOthers(calls: readonly GraphCall[], constants: string): void {
    for (const id of JSON.stringify(calls).match(UUID) ?? []) {
      const known = this.#recorded.has(id) || constants.includes(id);
      if (!known) this.#recorded.set(id, `<id ${new Set(this.#recorded.values()).size + 1}>`);
    }
  }

  translate<T>(value: T): T {
    const text = JSON.stringify(value).replace(/TERRAFORM_UPDATE_[0-9a-f-]{36}/g, "TERRAFORM_UPDATE_<random>");
    return JSON.parse(text.replace(UUID, (id) => this.#recorded.get(id) ?? id)) as T;
  }
}

/** The writes by resource. The plugin decides their order within a resource, the engine between resources. */
export function writesByResource(calls: readonly GraphCall[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(grouped(calls)).map(([group, writes]) => [group, ordered(writes)]));
}

function grouped(calls: readonly GraphCall[]): Record<string, GraphCall[]> {
  const groups: Record<string, GraphCall[]> = {};
  for (const call of calls.filter(({ method }) => method !== "GET")) {
    const group = /(?:add|remove)Password$/.test(call.path) ? "password" : (call.path.split("/")[2] as string);
    groups[group] = [...(groups[group] ?? []), call];
  }
  return groups;
}

/** How often each call was made, without bodies. */
export function counts(calls: readonly GraphCall[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { method, path, query = "", status } of calls) {
    const name = [method, path, query, status].join(" ");
    found[name] = (found[name] ?? 0) + 1;
  }
  return found;
}

/** The same value with sets sorted, because their order means nothing to Graph. */
function ordered(value: unknown, name = ""): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => ordered(item));
    const text = (item: unknown) => JSON.stringify(item);
    return SETS.has(name) ? items.sort((left, right) => text(left).localeCompare(text(right))) : items;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => left.localeCompare(right));
  return Object.fromEntries(entries.map(([key, part]) => [key, ordered(part, key)]));
}
