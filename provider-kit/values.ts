/** A property value whose plain text must not be shown or stored unencrypted. */
export class Secret {
  readonly value: PropertyValue;
  constructor(value: PropertyValue) {
    this.value = value;
  }
}

/** A property value that a preview does not know yet. */
export const UNKNOWN: unique symbol = Symbol("unknown property value");

export type PropertyValue =
  | null
  | boolean
  | number
  | string
  | PropertyValue[]
  | { [key: string]: PropertyValue }
  | Secret
  | typeof UNKNOWN;

/** The properties of a resource. {@link newProperties} makes them, so that no key reaches a prototype. */
export type Properties = { [key: string]: PropertyValue };

export function newProperties(entries: Iterable<readonly [string, PropertyValue]> = []): Properties {
  const properties: Properties = Object.create(null);
  for (const [key, value] of entries) properties[key] = value;
  return properties;
}

function isObject(value: PropertyValue): value is { [key: string]: PropertyValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Secret);
}

/** Whether the test holds for the value or for anything inside it. */
function some(value: PropertyValue, test: (value: PropertyValue) => boolean): boolean {
  if (test(value)) return true;
  if (value instanceof Secret) return some(value.value, test);
  if (Array.isArray(value)) return value.some((item) => some(item, test));
  if (isObject(value)) return Object.values(value).some((item) => some(item, test));
  return false;
}

export const hasUnknown = (value: PropertyValue): boolean => some(value, (part) => part === UNKNOWN);

export const hasSecret = (value: PropertyValue): boolean => some(value, (part) => part instanceof Secret);

/** The value without its secret marks. */
export function withoutSecrets(value: PropertyValue): PropertyValue {
  if (value instanceof Secret) return withoutSecrets(value.value);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (isObject(value)) return newProperties(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)]));
  return value;
}

/** Properties without secret marks, for code that knows nothing of the engine. */
export function plainProperties(properties: Properties): Properties {
  return newProperties(Object.entries(properties).map(([key, value]) => [key, withoutSecrets(value)]));
}

/** The whole value as one secret; marks inside it are dropped. */
export function asSecret(value: PropertyValue): Secret {
  return new Secret(withoutSecrets(value));
}

/** Deep equality that ignores secret marks. An unknown equals nothing, not even another unknown. */
export function sameValue(left: PropertyValue, right: PropertyValue): boolean {
  if (left instanceof Secret) return sameValue(left.value, right);
  if (right instanceof Secret) return sameValue(left, right.value);
  if (left === UNKNOWN || right === UNKNOWN) return false;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameValue(item, right[index] as PropertyValue));
  }
  if (isObject(left) && isObject(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every(
        (key) => Object.hasOwn(right, key) && sameValue(left[key] as PropertyValue, right[key] as PropertyValue),
      )
    );
  }
  return left === right;
}
