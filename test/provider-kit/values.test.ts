import { describe, expect, test } from "@jest/globals";
import {
  asSecret,
  hasSecret,
  hasUnknown,
  newProperties,
  type PropertyValue,
  plainProperties,
  Secret,
  sameValue,
  UNKNOWN,
  withoutSecrets,
} from "../../provider-kit/values.ts";

describe("secret marks", () => {
  test("are found and removed at any depth", () => {
    const value: PropertyValue = { list: [1, new Secret({ inner: new Secret("a") })], plain: "b" };
    expect(hasSecret(value)).toBe(true);
    expect(withoutSecrets(value)).toEqual({ list: [1, { inner: "a" }], plain: "b" });
    expect(plainProperties(newProperties([["value", value]])).value).toEqual(withoutSecrets(value));
  });

  test("inside a secret merge into the outer one", () => {
    expect(asSecret([new Secret("a"), { key: new Secret("b") }])).toEqual(new Secret(["a", { key: "b" }]));
    expect(asSecret(new Secret("a"))).toEqual(new Secret("a"));
  });
});

test("an unknown is found at any depth", () => {
  expect(hasUnknown(UNKNOWN)).toBe(true);
  expect(hasUnknown([{ key: new Secret([UNKNOWN]) }])).toBe(true);
  expect(hasUnknown([{ key: new Secret(["unknown"]) }, null])).toBe(false);
});

describe("sameValue", () => {
  test.each<[PropertyValue, PropertyValue, boolean]>([
    ["a", new Secret("a"), true],
    [new Secret(["a"]), [new Secret("a")], true],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [newProperties([["constructor", 1]]), newProperties([["toString", 1]]), false],
    [newProperties(), newProperties([["a", null]]), false],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [[], {}, false],
    [null, {}, false],
    [1, "1", false],
    [UNKNOWN, UNKNOWN, false],
    [[UNKNOWN], [UNKNOWN], false],
  ])("case %#", (left, right, same) => {
    expect(sameValue(left, right)).toBe(same);
    expect(sameValue(right, left)).toBe(same);
  });
});

test("properties have no prototype", () => {
  const properties = newProperties([["__proto__", "x"]]);
  expect(Object.keys(properties)).toEqual(["__proto__"]);
  expect(newProperties().constructor).toBeUndefined();
});
