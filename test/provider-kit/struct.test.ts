import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import { newProperties, type PropertyValue, Secret, sameValue, UNKNOWN } from "../../provider-kit/values.ts";
import { fromStruct, toStruct } from "../../provider-kit/wireFormat.ts";
import { nested, propertyValues } from "../provider/support/properties.ts";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

function overTheWire(value: PropertyValue): PropertyValue | undefined {
  const bytes = toStruct({ value }).serializeBinary();
  return fromStruct(structPb.Struct.deserializeBinary(bytes)).value;
}

describe("a value survives the wire unchanged", () => {
  test.each([
    ["true", true],
    ["false", false],
    ["zero", 0],
    ["a fraction", -1.5],
    ["an empty text", ""],
    ["text beyond the basic plane", "ключ 🔑"],
    ["an empty list", []],
    ["an empty object", newProperties()],
    ["a list with null", [null, 1, null]],
    ["a secret", new Secret("hidden")],
    ["a secret null", new Secret(null)],
    ["an unknown secret", new Secret(UNKNOWN)],
    ["an unknown", UNKNOWN],
    ["a list with an unknown and a secret", [UNKNOWN, new Secret(["a"])]],
    [
      "names of an object's prototype",
      newProperties([
        ["constructor", "x"],
        ["toString", 1],
      ]),
    ],
  ] satisfies [string, PropertyValue][])("%s", (_name, value) => {
    expect(overTheWire(value)).toEqual(value);
  });

  test("whatever it is, apart from nulls inside objects, which mean not set", () => {
    const values = propertyValues({ unknowns: false }).filter((value) => !changesOnTheWire(value));
    fc.assert(
      fc.property(values, (value) => {
        const back = overTheWire(value);
        return value === null ? back === undefined : back !== undefined && sameValue(value, back);
      }),
      { numRuns: 500 },
    );
  });

  test("however deep it is nested", () => {
    const depth = 150;
    let value = overTheWire(nested(depth, new Secret("core"), (inner) => [inner]));
    for (let level = 0; level < depth; level++) value = (value as PropertyValue[])[0];
    expect(value).toEqual(new Secret("core"));
  });
});

describe("what the engine sends", () => {
  test.each([
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  ])("unknown of the kind %s", (mark) => {
    expect(overTheWire(mark)).toBe(UNKNOWN);
    expect(overTheWire([mark])).toEqual([UNKNOWN]);
    expect(overTheWire({ ...SECRET, value: mark })).toEqual(new Secret(UNKNOWN));
  });

  test("a secret without a value is a secret null, and a secret in a secret is one secret", () => {
    expect(overTheWire({ ...SECRET })).toEqual(new Secret(null));
    expect(overTheWire({ ...SECRET, value: { ...SECRET, value: "x" } })).toEqual(new Secret("x"));
  });

  test("an object with another signature, such as an asset, stays an object", () => {
    const asset = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: "x" };
    expect(overTheWire(asset)).toEqual(newProperties(Object.entries(asset)));
  });

  test("null means that a property is not set", () => {
    const struct = toStruct({ nothing: null, absent: undefined, inner: { nothing: null, something: 1 } });
    expect(fromStruct(struct)).toEqual(newProperties([["inner", newProperties([["something", 1]])]]));
    expect(fromStruct(undefined)).toEqual(newProperties());
  });

  test("a key __proto__ does not reach a prototype", () => {
    const hostile = newProperties([
      ["__proto__", newProperties([["polluted", true]])],
      ["after", 1],
    ]);
    const back = fromStruct(structPb.Struct.deserializeBinary(toStruct(hostile).serializeBinary()));
    expect(back.after).toBe(1);
    expect(back.polluted).toBeUndefined();
    expect("polluted" in {}).toBe(false);
    expect(Object.getPrototypeOf(back)).toBeNull();
  });
});

/** Nulls in objects are dropped, lone surrogates and __proto__ cannot travel, and NaN equals nothing. */
function changesOnTheWire(value: PropertyValue, inObject = false): boolean {
  if (value === null) return inObject;
  if (typeof value === "number") return Number.isNaN(value);
  if (typeof value === "string") return !value.isWellFormed();
  if (value instanceof Secret) return changesOnTheWire(value.value);
  if (Array.isArray(value)) return value.some((item) => changesOnTheWire(item));
  if (typeof value !== "object") return false;
  return Object.entries(value).some(
    ([key, item]) => key === "__proto__" || !key.isWellFormed() || changesOnTheWire(item, true),
  );
}
