import type { Change, ChangeKind } from "../../../provider-kit/diff.ts";
import { hasUnknown, type PropertyValue, sameValue, UNKNOWN, withoutSecrets } from "../../../provider-kit/values.ts";

/** How Terraform compares a property: a set by its elements in any order, a list by position. */
export interface Comparison {
  readonly set?: true;
  /** Keeps its value when the program omits it ("optional and computed"). */
  readonly keptWhenUnset?: true;
  readonly replaces?: true;
  /** The properties of the object, or of each element. */
  readonly inside?: Comparisons;
}

export type Comparisons = Readonly<Record<string, Comparison>>;

type Found = Omit<Change, "replaces">;
type Values = Readonly<Record<string, PropertyValue | undefined>>;
type Properties = Readonly<Record<string, unknown>>;

/** Names of the properties that differ between program and state. */
export function changedNames(comparisons: Comparisons, state: Properties, news: Properties): ReadonlySet<string> {
  return new Set(changesOf(comparisons, state, news).map(({ property }) => property.replace(/[.[].*$/, "")));
}

/** Paths of the properties that differ between program and state, as reported to the engine. */
export function changesOf(comparisons: Comparisons, state: Properties, news: Properties): Change[] {
  return Object.entries(comparisons).flatMap(([name, comparison]) => {
    const [old, current] = [state[name], news[name]] as [PropertyValue | undefined, PropertyValue | undefined];
    if (isEmpty(current) && comparison.keptWhenUnset && !Array.isArray(current)) return [];
    const replaces = comparison.replaces === true;
    return compare(name, comparison, old, current).map((found) => ({ ...found, replaces }));
  });
}

/** Whether Terraform considers two values of a property equal. */
export function isSame(how: Comparison, old: PropertyValue | undefined, current: PropertyValue | undefined): boolean {
  return compare("", how, old, current).length === 0;
}

function compare(property: string, how: Comparison, old?: PropertyValue, current?: PropertyValue): Found[] {
  const before = plain(old);
  const after = plain(current);
  // A map or set with an unknown value in it is unknown as a whole; a block is not.
  const isUnknown = after !== undefined && how.inside === undefined && hasUnknown(after);
  if (isUnknown || after === UNKNOWN) return [{ property, kind: isEmpty(before) ? "add" : "update" }];
  if (isObject(before) && isObject(after)) return inside(property, how, before, after);
  if (before === undefined || after === undefined || isEmpty(before) || isEmpty(after)) {
    return compareToEmpty(property, before, after);
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return how.set ? compareSets(property, how, before, after) : compareLists(property, how, before, after);
  }
  return sameValue(before, after) ? [] : [{ property, kind: "update" }];
}

/** Compares when at least one of the two is empty to Terraform. */
function compareToEmpty(property: string, before?: PropertyValue, after?: PropertyValue): Found[] {
  if (isEmpty(before) && isEmpty(after)) return [];
  if (before === false || after === false) return [{ property, kind: "update" }];
  return [{ property, kind: isEmpty(before) ? "add" : "delete" }];
}

function inside(property: string, { inside: parts = {} }: Comparison, old: Values, current: Values): Found[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(current)])];
  return names.flatMap((name) => compare(`${property}.${name}`, parts[name] ?? {}, old[name], current[name]));
}

function compareLists(
  property: string,
  { inside: parts = {} }: Comparison,
  old: PropertyValue[],
  now: PropertyValue[],
) {
  const length = Math.max(old.length, now.length);
  const places = Array.from({ length }, (_, place) => place);
  return places.flatMap((place) => compare(`${property}[${place}]`, { inside: parts }, old[place], now[place]));
}

/** A removed element has its old index, an added one its new index; both at one index are a change. */
function compareSets(property: string, how: Comparison, old: PropertyValue[], now: PropertyValue[]): Found[] {
  const before = [...old].sort(byText);
  const same = (left: PropertyValue) => (right: PropertyValue) => keyOf(left, how) === keyOf(right, how);
  const places = Array.from({ length: Math.max(before.length, now.length) }, (_, place) => place);
  return places.flatMap((place): Found[] => {
    const gone = before[place];
    const added = now[place];
    const isGone = gone !== undefined && !now.some(same(gone));
    const isAdded = added !== undefined && !before.some(same(added));
    const at = `${property}[${place}]`;
    if (isGone && isAdded) return compare(at, { inside: how.inside ?? {} }, gone, added);
    const kind: ChangeKind | undefined = isGone ? "delete" : isAdded ? "add" : undefined;
    return kind === undefined ? [] : [{ property: at, kind }];
  });
}

/** Terraform sorts sets of strings. It orders sets of objects by hash; here they stay as they are. */
function byText(left: PropertyValue, right: PropertyValue): number {
  if (typeof left !== "string" || typeof right !== "string") return 0;
  return left < right ? -1 : Number(left > right);
}

function keyOf(value: PropertyValue, how: Comparison): string {
  return JSON.stringify(canonical(plain(value) ?? null, { inside: how.inside ?? {} }));
}

function canonical(value: PropertyValue, { set, inside: parts = {} }: Comparison): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical(item, { inside: parts }));
    return set ? items.map((item) => JSON.stringify(item)).sort() : items;
  }
  if (!isObject(value)) return value === UNKNOWN ? "unknown" : value;
  const names = Object.keys(value).sort();
  return names.map((name) => [name, canonical(value[name] as PropertyValue, parts[name] ?? {})]);
}

function plain(value: PropertyValue | undefined): PropertyValue | undefined {
  return value === undefined ? undefined : withoutSecrets(value);
}

/** To Terraform, a zero value is the same as no value. */
function isEmpty(value: PropertyValue | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.values(value).every(isEmpty);
}

function isObject(value: PropertyValue | undefined): value is { [key: string]: PropertyValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
