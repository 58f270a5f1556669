import fc from "fast-check";
import { newProperties, type Properties, type PropertyValue, Secret, UNKNOWN } from "../../../provider-kit/values.ts";

/** Is in every generated secret and in no other value, in a form that survives lower-casing and URL parsing. */
export const MARKER = "k7c4n4ry";

const secretText = fc.oneof(
  fc.constantFrom(
    MARKER,
    `https://${MARKER}.example.com/path`,
    `HTTPS://${MARKER.toUpperCase()}.example.com`,
    `${MARKER}.example.com/`,
    ` ${MARKER}`,
    `user:${MARKER}@host`,
  ),
  fc.string({ unit: "binary" }).map((text) => `${MARKER}${text}`),
);

/** Keys that reach a prototype if an object is carelessly used as a map. */
export const PROTOTYPE_KEYS = ["__proto__", "constructor", "hasOwnProperty", "toString", "prototype"] as const;

export const keys = fc.oneof(fc.constantFrom(...PROTOTYPE_KEYS, ""), fc.string({ unit: "binary" }));

const scalars = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double(),
  fc.integer(),
  fc.string({ unit: "binary" }),
  fc.constantFrom("https://login.example.com/token", "dev.azure.com", "Dev.Azure.com/x", "redacted", "180", " "),
  fc.uuid(),
);

interface Options {
  readonly unknowns?: boolean;
  readonly secrets?: boolean;
}

/** Any value that the engine can hand over. */
export function propertyValues({ unknowns = true, secrets = true }: Options = {}): fc.Arbitrary<PropertyValue> {
  const { value } = fc.letrec<{ value: PropertyValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      scalars,
      ...(unknowns ? [fc.constant(UNKNOWN)] : []),
      ...(secrets
        ? [
            secretText.map((text) => new Secret(text)),
            fc.tuple(tie("value"), secretText).map(([inner, text]) => new Secret([text, hidden(inner)])),
          ]
        : []),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.array(fc.tuple(keys, tie("value")), { maxLength: 4 }).map(newProperties),
    ),
  }));
  return value;
}

/** Unwraps a secret inside another one. */
function hidden(value: PropertyValue): PropertyValue {
  if (value instanceof Secret) return hidden(value.value);
  return value;
}

/** Any properties, often under the names that matter. */
export function propertyBags(names: readonly string[], options: Options = {}): fc.Arbitrary<Properties> {
  const name = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: keys });
  return fc.array(fc.tuple(name, propertyValues(options)), { maxLength: 12 }).map(newProperties);
}

export function nested(depth: number, innermost: PropertyValue, wrap: (value: PropertyValue) => PropertyValue) {
  let value = innermost;
  for (let level = 0; level < depth; level++) value = wrap(value);
  return value;
}
